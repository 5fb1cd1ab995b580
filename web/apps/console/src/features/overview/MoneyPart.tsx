/** Money: what was sold and taken, and what is owed for it. */

import type { Report } from "../../kit/useReport";
import { useMay } from "../../session/session";
import { type Figure, type Three, three, total, type Value } from "./figures";
import { Part } from "./Part";
import { type Takings, useCustody, useOwed, useTakings } from "./useCockpit";

export function MoneyPart({ days }: { days: Three<Report> }) {
  const may = useMay();
  return (
    <Part word="money">
      <Part.Figures figures={soldOf(days)} />
      {may("tills.see") && <Taken />}
      {may("liability.see") && <Owed />}
    </Part>
  );
}

function soldOf(days: Three<Report>): Figure[] {
  const of = (name: string) => three(days, (report) => total(report, name));
  return [
    { word: "net", unit: "minor", ...of("net_minor"), to: "/analyses/days", good: "up" },
    { word: "margin", unit: "minor", ...of("margin_minor"), to: "/analyses/sales", good: "up" },
  ];
}

function Taken() {
  const takings = useTakings();
  const cash = three(takings, (one) => one && sumOf(one, "cash"));
  const prepaid = three(takings, (one) => one?.prepaid_minor);
  return (
    <Part.Figures
      figures={[
        { word: "cash", unit: "minor", ...cash, to: "/finance/shifts" },
        {
          word: "prepaid",
          unit: "minor",
          ...prepaid,
          to: "/finance/roll-forward?currency=principal",
          good: "up",
        },
      ]}
    />
  );
}

function sumOf(takings: Takings, kind: Takings["means"][number]["kind"]): Value {
  return takings.means.find((each) => each.kind === kind)?.amount_minor ?? 0;
}

function Owed() {
  const custody = useCustody();
  const headroom = custody && (custody.state === "unknown" ? null : custody.headroom_minor);
  return (
    <Part.Figures
      figures={[
        { word: "points", unit: "count", ...useOwed("points"), to: "/finance/roll-forward?currency=points" },
        {
          word: "principal",
          unit: "minor",
          ...useOwed("principal"),
          to: "/finance/roll-forward?currency=principal",
        },
        { word: "passes", unit: "count", ...useOwed("pass"), to: "/finance/roll-forward?currency=pass" },
        { word: "headroom", unit: "minor", now: headroom, to: "/finance/custody" },
      ]}
    />
  );
}
