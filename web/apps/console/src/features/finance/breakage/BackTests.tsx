/** What earlier estimates said would be used, with their bounds, against what was. */
import { ratio, shown } from "@shuke/core";
import { Card, Empty, Tag } from "antd";
import { useMemo } from "react";
import { Chart } from "../../../kit/Chart";
import { Table } from "../../../kit/Table";
import { type Currency, unitOf } from "../currency";
import { type BackTest, drawTests } from "./drawing";
import { useBreakageTexts } from "./words";

const PER_MILLE = 10;

interface Props {
  tests: BackTest[];
  currency: Currency;
}

export function BackTests({ tests, currency }: Props) {
  const { say } = useBreakageTexts();
  if (tests.length === 0)
    return (
      <Card size="small" title={say("tests")}>
        <Empty description={say("noTests")} />
      </Card>
    );
  return (
    <>
      {tests.some((test) => test.high > 0 || test.happened > 0) && (
        <Card size="small" title={say("picture")}>
          <Picture tests={tests} currency={currency} />
        </Card>
      )}
      <Card size="small" title={say("tests")}>
        <TestTable tests={tests} currency={currency} />
      </Card>
    </>
  );
}

function Picture({ tests, currency }: Props) {
  const { say, language } = useBreakageTexts();
  const names = tests
    .map((test) => say("point", { month: test.made_in, months: test.looks_months }))
    .join("|");
  const [range, expected, happened] = [say("range"), say("expected"), say("happened")];
  const option = useMemo(
    () => drawTests(tests, names.split("|"), { range, expected, happened }, unitOf(currency), language),
    [tests, names, range, expected, happened, currency, language],
  );
  return <Chart option={option} label={say("picture")} height={300} />;
}

function TestTable({ tests, currency }: Props) {
  const { say, language } = useBreakageTexts();
  const text = (value: number) => shown(value, unitOf(currency), language);
  return (
    <Table<BackTest>
      size="small"
      rowKey="made_in"
      dataSource={tests}
      pagination={false}
      columns={[
        { title: say("madeIn"), dataIndex: "made_in" },
        { title: say("looks"), dataIndex: "looks_months", align: "right" },
        { title: say("unusedThen"), align: "right", render: (_, test) => text(test.outstanding) },
        { title: say("expected"), align: "right", render: (_, test) => text(test.used) },
        {
          title: say("range"),
          align: "right",
          render: (_, test) => `${text(test.low)} – ${text(test.high)}`,
        },
        { title: say("happened"), align: "right", render: (_, test) => text(test.happened) },
        {
          title: say("error"),
          align: "right",
          render: (_, test) => ratio(test.error_per_mille * PER_MILLE, language),
        },
        {
          title: say("within"),
          render: (_, test) => (
            <Tag color={test.within ? "success" : "error"}>{say(test.within ? "inside" : "outside")}</Tag>
          ),
        },
      ]}
    />
  );
}
