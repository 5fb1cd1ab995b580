/** What is owed to members and what became of it, by month, issuing store and funder. */
import { api } from "@shuke/api";
import { shown } from "@shuke/core";
import { Card, Empty, Flex, Segmented, Skeleton } from "antd";
import { PageHead } from "../../../kit/PageHead";
import { ProblemView } from "../../../kit/Problem";
import { useScope } from "../../../kit/scope";
import { CurrencyChoice } from "../CurrencyChoice";
import { useChoice } from "../choice";
import { CURRENCIES, type Currency, unitOf } from "../currency";
import { type Fact, Facts } from "../Facts";
import { FileButtons } from "../FileButtons";
import { monthsOf, spanOf } from "../months";
import { useStores } from "../stores";
import { useFinanceTexts } from "../words";
import { ClosingChart } from "./ClosingChart";
import { RollTable } from "./RollTable";
import { linesBy, type Rolled, rowsOf, totalOf } from "./rolling";
import { useRollTexts } from "./words";

export default function RollForwardPage() {
  const { say } = useRollTexts();
  const [currency, choose] = useChoice("currency", CURRENCIES);
  const months = monthsOf(useScope().period);
  const stores = useStores();
  const { data, error, isLoading, refetch } = api.useQuery(
    "get",
    "/api/staff/liability/roll-forward",
    { params: { query: { currency, ...months } } },
    { staleTime: 300_000 },
  );
  const rows = data && stores.chosen !== undefined ? rowsOf(data.rows, stores.chosen) : undefined;
  return (
    <>
      <PageHead
        title={say("title")}
        says={rows && <Says rows={rows} currency={currency} />}
        actions={<FileButtons sheet="roll-forward" query={{ currency, ...months }} />}
      />
      <Flex vertical gap={16}>
        <div>
          <CurrencyChoice value={currency} onChange={choose} />
        </div>
        {error && <ProblemView thrown={error} again={() => void refetch()} />}
        {(isLoading || (data && !rows)) && <Skeleton active paragraph={{ rows: 10 }} />}
        {rows?.length === 0 && <Empty description={`${say("empty")} ${say("emptyHow")}`} />}
        {rows && rows.length > 0 && <Shown rows={rows} currency={currency} />}
      </Flex>
    </>
  );
}

function Says({ rows, currency }: { rows: Rolled[]; currency: Currency }) {
  const { say, language } = useRollTexts();
  const shared = useFinanceTexts();
  const months = monthsOf(useScope().period);
  const total = totalOf(rows, months.from_month);
  return say("says", {
    span: spanOf(months),
    what: shared.say(currency),
    opening: shown(total.opening, unitOf(currency), language),
    closing: shown(total.closing, unitOf(currency), language),
  });
}

function Shown({ rows, currency }: { rows: Rolled[]; currency: Currency }) {
  const { say, language } = useRollTexts();
  const [by, group] = useChoice("by", ["month", "store", "funder", "line"]);
  const { from_month: first } = monthsOf(useScope().period);
  const total = totalOf(rows, first);
  const facts: Fact[] = (["opening", "issued", "used", "expired", "closing"] as const).map((name) => ({
    title: say(name),
    value: shown(total[name], unitOf(currency), language),
  }));
  return (
    <>
      <Facts facts={facts} />
      <ClosingChart rows={rows} first={first} currency={currency} />
      <Card size="small" title={say("table")}>
        <div style={{ overflowX: "auto", marginBottom: 12 }}>
          <Segmented
            aria-label={say("by")}
            value={by}
            onChange={group}
            options={[
              { value: "month", label: say("byMonth") },
              { value: "store", label: say("byStore") },
              { value: "funder", label: say("byFunder") },
              { value: "line", label: say("byLine") },
            ]}
          />
        </div>
        <RollTable lines={linesBy(rows, by, first)} total={total} by={by} currency={currency} />
      </Card>
    </>
  );
}
