/** A balance in its four buckets; those that are empty are left out, but for what is available. */
import type { Shapes } from "@shuke/api";
import { Card, Statistic } from "antd";
import { useBalanceTexts } from "./words";

const PLACES = { display: "grid", gap: 12, gridTemplateColumns: "repeat(auto-fit, minmax(140px, 1fr))" };

interface Props {
  balance: Shapes["BalanceOut"];
  text: (amount: number) => string;
  named?: string;
}

export function Buckets({ balance, text, named }: Props) {
  const { say } = useBalanceTexts();
  const rest = (["pending", "held", "debt"] as const).filter((each) => balance[each] !== 0);
  return (
    <div style={PLACES}>
      <Card size="small">
        <Statistic title={named ?? say("available")} value={text(balance.available)} />
      </Card>
      {rest.map((each) => (
        <Card key={each} size="small">
          <Statistic title={[named, say(each)].filter(Boolean).join(" · ")} value={text(balance[each])} />
        </Card>
      ))}
    </div>
  );
}
