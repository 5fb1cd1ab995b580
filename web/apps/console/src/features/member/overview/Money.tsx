/** What she spent in each of the last twelve months. */
import type { Shapes } from "@shuke/api";
import { count, money } from "@shuke/core";
import { Card, Empty, Flex, Typography } from "antd";
import { useMemo } from "react";
import { Chart } from "../../../kit/Chart";
import { ChartFiles } from "./ChartFiles";
import { drawMonths, monthsOf } from "./drawing";
import { TableBelow } from "./TableBelow";
import { useOverviewTexts } from "./words";

interface Props {
  found: Shapes["VisitsOut"];
  memberId: string;
}

export function Money({ found, memberId }: Props) {
  const { say, language } = useOverviewTexts();
  const months = useMemo(() => monthsOf(found.visits, found.until), [found]);
  const latestFirst = useMemo(() => [...months].reverse(), [months]);
  const label = say("net");
  const option = useMemo(() => drawMonths(months, label, language), [months, label, language]);
  const net = months.reduce((sum, each) => sum + each.net, 0);
  const visits = months.reduce((sum, each) => sum + each.visits, 0);
  const files = <ChartFiles memberId={memberId} chart="months" label={say("money")} />;
  return (
    <Card size="small" title={say("money")} extra={visits > 0 && files} style={{ height: "100%" }}>
      {visits === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say("noMoney")} />
      ) : (
        <Flex vertical gap={4}>
          <Typography.Text>
            {say("moneySays", {
              net: money(net, language),
              visits: count(visits, language),
              each: money(Math.round(net / visits), language),
            })}
          </Typography.Text>
          <Chart option={option} label={say("money")} height={200} />
          <TableBelow
            rows={latestFirst}
            keyOf={({ month }) => month}
            columns={[
              { title: say("month"), dataIndex: "month" },
              { title: say("visit"), align: "right", render: (_, each) => count(each.visits, language) },
              { title: say("net"), align: "right", render: (_, each) => money(each.net, language) },
            ]}
          />
        </Flex>
      )}
    </Card>
  );
}
