/** The first page of the day: today, what needs attention, and money, goods and customers of the chosen days. */
import { shift } from "@shuke/core";
import { PageHead } from "../../kit/PageHead";
import { ProblemView } from "../../kit/Problem";
import { useScope } from "../../kit/scope";
import { useEveryStore } from "../../kit/stores";
import { AttentionCard } from "./AttentionCard";
import { BestSellers } from "./BestSellers";
import { GoodsPart } from "./GoodsPart";
import { MoneyPart } from "./MoneyPart";
import { PeoplePart } from "./PeoplePart";
import { ReportCard } from "./ReportCard";
import { TodayCard } from "./TodayCard";
import { TrendCard } from "./TrendCard";
import { useThree } from "./useCockpit";
import { useOverviewTexts } from "./words";

export default function OverviewPage() {
  const { say } = useOverviewTexts();
  const { period, storeId, view } = useScope();
  const store = useEveryStore().data?.find(({ id }) => id === storeId)?.name;
  const days = useThree("days");
  const where = storeId ? (store ?? "") : say("allStores");
  const span = { from: period.from, to: shift(period.to, -1), where, view: say(view) };
  return (
    <>
      <PageHead title={say("title")} says={say("says", span)} />
      {days.error !== null && <ProblemView thrown={days.error} again={days.again} />}
      <div className="panels">
        <div className="span-16">
          <TodayCard />
        </div>
        <div className="span-8">
          <AttentionCard />
        </div>
      </div>
      <MoneyPart days={days} />
      <PeoplePart days={days} />
      <GoodsPart days={days} />
      <div className="panels">
        <div className="span-16">
          <TrendCard />
        </div>
        <div className="span-8">
          <BestSellers />
        </div>
        <div className="span-12">
          <ReportCard name="sales" title={say("stores")} />
        </div>
        <div className="span-12">
          <ReportCard name="lifecycle" title={say("lifecycle")} asOf={period.to} />
        </div>
      </div>
    </>
  );
}
