/** Customers: who came, who is new, who is about to stay away, and what they bring. */
import type { Report } from "../../kit/useReport";
import { type Figure, share, summed, type Three, three, total } from "./figures";
import { Part } from "./Part";
import { useStates, useThree } from "./useCockpit";

export function PeoplePart({ days }: { days: Three<Report> }) {
  const overview = useThree("overview");
  const states = useStates();
  const repurchase = useThree("repurchase");
  return (
    <Part word="people">
      <Part.Figures
        figures={[...broughtOf(days), ...cameOf(overview), ...standOf(states), ...againOf(repurchase)]}
      />
    </Part>
  );
}

function broughtOf(days: Three<Report>): Figure[] {
  const purchases = three(days, (report) => total(report, "purchases"));
  const ticket = three(days, (report) => total(report, "ticket_minor"));
  const ofMembers = three(days, (report) => share(total(report, "member_minor"), total(report, "net_minor")));
  return [
    { word: "purchases", unit: "count", ...purchases, to: "/analyses/days", good: "up" },
    { word: "ticket", unit: "minor", ...ticket, to: "/analyses/sales", good: "up" },
    { word: "memberShare", unit: "bp", ...ofMembers, to: "/analyses/sales", good: "up" },
  ];
}

function cameOf(overview: Three<Report>): Figure[] {
  const fresh = three(overview, (report) => summed(report, "customer", ["new"]));
  return [{ word: "fresh", unit: "count", ...fresh, to: "/analyses/new-old", good: "up" }];
}

function standOf(states: Three<Report>): Figure[] {
  const of = (...names: string[]) => ({
    now: summed(states.now, "state", names),
    before: summed(states.before, "state", names),
  });
  return [
    { word: "active", unit: "count", ...of("active"), to: "/analyses/lifecycle", good: "up" },
    { word: "atRisk", unit: "count", ...of("silent", "dormant"), to: "/analyses/lifecycle", good: "down" },
    { word: "lost", unit: "count", ...of("lost"), to: "/analyses/flow", good: "down" },
  ];
}

function againOf(repurchase: Three<Report>): Figure[] {
  const again = three(repurchase, (report) => total(report, "repurchase_bp"));
  return [{ word: "again", unit: "bp", ...again, to: "/analyses/repurchase", good: "up" }];
}
