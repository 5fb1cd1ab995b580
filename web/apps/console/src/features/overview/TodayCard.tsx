/** Today so far, beside the whole of the same weekday last week and of the same day last year. */
import { shift, type Unit } from "@shuke/core";
import { Skeleton, Typography } from "antd";
import { Link } from "react-router";
import { records } from "../../kit/records";
import type { Report } from "../../kit/useReport";
import { brief } from "./FigureCard";
import { share, type Value } from "./figures";
import { Panel } from "./Panel";
import { useToday } from "./useCockpit";
import { type FigureWord, useOverviewTexts } from "./words";

interface DayFigure {
  word: FigureWord;
  unit: Unit;
  of: (report: Report | undefined, day: string) => Value;
}

const FIGURES: readonly DayFigure[] = [
  { word: "net", unit: "minor", of: read("net_minor") },
  { word: "purchases", unit: "count", of: read("purchases") },
  { word: "ticket", unit: "minor", of: read("ticket_minor", null) },
  {
    word: "memberShare",
    unit: "bp",
    of: (report, day) => share(read("member_minor")(report, day), read("net_minor")(report, day)),
  },
];

/** A day on which nothing was sold has no row. */
function read(name: string, otherwise: Value = 0): DayFigure["of"] {
  return (report, day) => {
    if (!report) return undefined;
    const row = records(report).find((each) => each.day_on === day);
    return row ? ((row[name] as number | null) ?? null) : otherwise;
  };
}

export function TodayCard() {
  const { say, language } = useOverviewTexts();
  const { day, week, year } = useToday();
  const lastYearsDay = year?.from_date ?? "";
  return (
    <Panel
      title={say("today", { day })}
      extra={<Link to={`/analyses/days?from=${shift(day, -7)}&to=${shift(day, 1)}`}>{say("lastDays")}</Link>}
    >
      <div className="figures today">
        {FIGURES.map(({ word, unit, of }) => {
          const now = of(week, day);
          return (
            <div key={word}>
              <Typography.Text type="secondary">{say(word)}</Typography.Text>
              <div className="figure-value">
                {now === undefined ? (
                  <Skeleton.Input active size="small" style={{ width: 96 }} />
                ) : (
                  brief(now, unit, language)
                )}
              </div>
              <div className="figure-changes">
                <span>
                  {say("weekday")} {brief(of(week, shift(day, -7)), unit, language)}
                </span>
                <span>
                  {say("sameDay")} {brief(of(year, lastYearsDay), unit, language)}
                </span>
              </div>
            </div>
          );
        })}
      </div>
    </Panel>
  );
}
