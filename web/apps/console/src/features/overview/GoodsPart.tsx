/** Goods: how many, what came back, what stands below nothing. */
import type { Report } from "../../kit/useReport";
import { useMay } from "../../session/session";
import { type Figure, share, type Three, three, total } from "./figures";
import { Part } from "./Part";
import { useAttention } from "./useCockpit";

export function GoodsPart({ days }: { days: Three<Report> }) {
  const may = useMay();
  return (
    <Part word="goods">
      <Part.Figures figures={figuresOf(days)} />
      {may("stock.see") && <BelowZero />}
    </Part>
  );
}

function figuresOf(days: Three<Report>): Figure[] {
  const of = (name: string) => three(days, (report) => total(report, name));
  const returned = three(days, (report) => {
    const [back, net] = [total(report, "returned_minor"), total(report, "net_minor")];
    return share(back, typeof back === "number" && typeof net === "number" ? net + back : net);
  });
  return [
    { word: "items", unit: "milli", ...of("quantity_milli"), to: "/analyses/goods", good: "up" },
    { word: "returned", unit: "minor", ...of("returned_minor"), to: "/analyses/goods", good: "down" },
    { word: "returnRate", unit: "bp", ...returned, to: "/analyses/goods", good: "down" },
  ];
}

function BelowZero() {
  const { data } = useAttention();
  const now = data && (data.find(({ matter }) => matter === "below_zero")?.count ?? 0);
  return <Part.Figures figures={[{ word: "belowZero", unit: "count", now, to: "/matters?matter=stock" }]} />;
}
