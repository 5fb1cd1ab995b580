import { Skeleton } from "antd";
import { useMemo } from "react";
import { Link } from "react-router";
import { Chart } from "../../kit/Chart";
import { useScope } from "../../kit/scope";
import { Panel } from "./Panel";
import { before, lastYear } from "./spans";
import { amountsOf, daysOf, lastWhole, trendOf } from "./trend";
import { useEveryDay } from "./useCockpit";
import { useOverviewTexts } from "./words";

const HEIGHT = 280;

export function TrendCard() {
  const { say, language } = useOverviewTexts();
  const { period, search } = useScope();
  const now = useEveryDay(period);
  const then = useEveryDay(before(period), before(period).to);
  const year = useEveryDay(lastYear(period), lastYear(period).to);
  const option = useMemo(() => {
    if (!now) return null;
    const day = lastWhole(period);
    const lines = [{ name: say("thisTime"), amounts: amountsOf(now, period, day) }];
    if (then) lines.push({ name: say("timeBefore"), amounts: amountsOf(then, before(period), day) });
    if (year) lines.push({ name: say("yearBefore"), amounts: amountsOf(year, lastYear(period), day) });
    return trendOf(daysOf(period), lines, language);
  }, [now, then, year, period, language, say]);
  return (
    <Panel title={say("trend")} extra={<Link to={`/analyses/days${search}`}>{say("more")}</Link>}>
      {option ? (
        <Chart option={option} label={say("trend")} height={HEIGHT} />
      ) : (
        <Skeleton.Node active style={{ width: "100%", height: HEIGHT }} />
      )}
    </Panel>
  );
}
