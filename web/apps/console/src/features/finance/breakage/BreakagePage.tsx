/** How much of what is owed will never be asked for, and how well earlier estimates did. */
import { api, type Shapes } from "@shuke/api";
import { ratio, shown } from "@shuke/core";
import { Alert, Empty, Flex, Skeleton } from "antd";
import { PageHead } from "../../../kit/PageHead";
import { ProblemView } from "../../../kit/Problem";
import { useScope } from "../../../kit/scope";
import { CurrencyChoice } from "../CurrencyChoice";
import { useChoice } from "../choice";
import { CURRENCIES, type Currency, unitOf } from "../currency";
import { Facts } from "../Facts";
import { FileButtons } from "../FileButtons";
import { lastMonthOf } from "../months";
import { useFinanceTexts } from "../words";
import { BackTests } from "./BackTests";
import { useBreakageTexts } from "./words";

type Breakage = Shapes["BreakageOut"];

const PER_MILLE = 10;

export default function BreakagePage() {
  const { say } = useBreakageTexts();
  const [currency, choose] = useChoice("currency", CURRENCIES);
  const month = lastMonthOf(useScope().period);
  const { data, error, isLoading, refetch } = api.useQuery(
    "get",
    "/api/staff/liability/breakage",
    { params: { query: { currency, month } } },
    { staleTime: 300_000 },
  );
  return (
    <>
      <PageHead
        title={say("title")}
        says={data?.enough && <Says found={data} currency={currency} />}
        actions={<FileButtons sheet="breakage" query={{ currency, month }} />}
      />
      <Flex vertical gap={16}>
        <div>
          <CurrencyChoice value={currency} onChange={choose} />
        </div>
        {error && <ProblemView thrown={error} again={() => void refetch()} />}
        {isLoading && <Skeleton active paragraph={{ rows: 8 }} />}
        {data?.outstanding === 0 && <Empty description={`${say("none")} ${say("noneHow")}`} />}
        {data && data.outstanding !== 0 && <Shown found={data} currency={currency} />}
      </Flex>
    </>
  );
}

function Says({ found, currency }: { found: Breakage; currency: Currency }) {
  const { say, language } = useBreakageTexts();
  const shared = useFinanceTexts();
  return say("says", {
    month: found.month,
    what: shared.say(currency),
    share: ratio(found.share_per_mille * PER_MILLE, language),
    months: found.months_of_history,
  });
}

function Shown({ found, currency }: { found: Breakage; currency: Currency }) {
  const { say, language } = useBreakageTexts();
  const text = (value: number) => shown(value, unitOf(currency), language);
  const isUnused = found.enough && found.used === 0;
  return (
    <>
      {!found.enough && <Alert type="info" showIcon title={say("short")} />}
      {isUnused && <Alert type="warning" showIcon title={say("unused")} />}
      <Facts
        facts={[
          { title: say("outstanding"), value: text(found.outstanding) },
          { title: say("willUse"), value: text(found.used) },
          {
            title: say("never"),
            value: text(found.never_used),
            note: say("bounds", { low: text(found.low), high: text(found.high) }),
          },
          { title: say("share"), value: ratio(found.share_per_mille * PER_MILLE, language) },
        ]}
      />
      <BackTests tests={found.rows} currency={currency} />
    </>
  );
}
