/** Who pays whom for what was topped up, spent and funded; the positions of a month sum to zero. */
import { api, type Shapes } from "@shuke/api";
import { Card, Empty, Flex, Select, Skeleton } from "antd";
import { PageHead } from "../../../kit/PageHead";
import { ProblemView } from "../../../kit/Problem";
import { useScope } from "../../../kit/scope";
import { useChoice } from "../choice";
import { CURRENCIES } from "../currency";
import { FileButtons } from "../FileButtons";
import { type Months, monthsOf, spanOf } from "../months";
import { useStores } from "../stores";
import { useFinanceTexts } from "../words";
import { GridTable } from "./GridTable";
import { ALL_MONTHS, chosenOf, monthsIn, type Netted, paymentsOf, positionsOf } from "./netting";
import { Positions } from "./Positions";
import { useNettingTexts } from "./words";

export default function NettingPage() {
  const { say } = useNettingTexts();
  const months = monthsOf(useScope().period);
  const stores = useStores();
  const { data, error, isLoading, refetch } = api.useQuery(
    "get",
    "/api/staff/liability/netting",
    { params: { query: { ...months } } },
    { staleTime: 300_000 },
  );
  const isReady = data && stores.chosen !== undefined;
  return (
    <>
      <PageHead
        title={say("title")}
        says={data && <Says netting={data} months={months} />}
        actions={<FileButtons sheet="netting" query={{ ...months }} />}
      />
      {error && <ProblemView thrown={error} again={() => void refetch()} />}
      {!error && (isLoading || !isReady) && <Skeleton active paragraph={{ rows: 10 }} />}
      {isReady && <Shown rows={data.rows} store={stores.chosen ?? null} />}
    </>
  );
}

function Says({ netting, months }: { netting: Shapes["NettingOut"]; months: Months }) {
  const { say } = useNettingTexts();
  const shared = useFinanceTexts();
  const named = netting.currencies.map((name) => {
    const known = CURRENCIES.find((each) => each === name);
    return known ? shared.say(known) : name;
  });
  return say("says", {
    span: spanOf(months),
    currencies: named.join(" · ") || "–",
  });
}

function Shown({ rows, store }: { rows: Netted[]; store: string | null }) {
  const { say } = useNettingTexts();
  const months = monthsIn(rows);
  const [month, choose] = useChoice("month", [ALL_MONTHS, ...months]);
  const party = store && `store:${store}`;
  const chosen = chosenOf(rows, month, party);
  if (chosen.length === 0) return <Empty description={`${say("empty")} ${say("emptyHow")}`} />;
  return (
    <Flex vertical gap={16}>
      {months.length > 1 && (
        <div>
          <Select
            aria-label={say("months")}
            value={month}
            onChange={choose}
            options={[
              { value: ALL_MONTHS, label: say("allMonths") },
              ...months.map((each) => ({ value: each, label: each })),
            ]}
            style={{ width: 150 }}
          />
        </div>
      )}
      <Positions grid={positionsOf(chosen)} isWhole={!party} />
      <Card size="small" title={say("payments")}>
        <GridTable grid={paymentsOf(chosen)} corner={say("payer")} />
      </Card>
    </Flex>
  );
}
