/** What she buys: the categories that most was spent on. */
import { money } from "@shuke/core";
import { Card, Empty, Flex, Typography } from "antd";
import { useMemo } from "react";
import { Chart } from "../../../kit/Chart";
import type { Page } from "../page";
import { ChartFiles } from "./ChartFiles";
import { drawCategories } from "./drawing";
import { TableBelow } from "./TableBelow";
import { useOverviewTexts } from "./words";

interface Props {
  bought: Page["categories"];
  memberId: string;
}

export function Categories({ bought, memberId }: Props) {
  const { say, language } = useOverviewTexts();
  const label = say("net");
  const option = useMemo(() => drawCategories(bought, label, language), [bought, label, language]);
  const files = <ChartFiles memberId={memberId} chart="categories" label={say("categories")} />;
  return (
    <Card
      size="small"
      title={say("categories")}
      extra={bought.length > 0 && files}
      style={{ height: "100%" }}
    >
      {bought.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say("noCategories")} />
      ) : (
        <Flex vertical gap={4}>
          <Typography.Text type="secondary">{say("categoriesSays")}</Typography.Text>
          <Chart option={option} label={say("categories")} height={200} />
          <TableBelow
            rows={bought}
            keyOf={({ category }) => category}
            columns={[
              { title: say("category"), dataIndex: "category" },
              { title: say("net"), align: "right", render: (_, each) => money(each.net_minor, language) },
            ]}
          />
        </Flex>
      )}
    </Card>
  );
}
