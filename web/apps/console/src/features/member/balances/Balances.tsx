/** All that she holds, a kind at a time; which one stands in the address. */
import { Flex, Segmented } from "antd";
import { useSearchParams } from "react-router";
import { NotAllowed } from "../../../kit/Problem";
import { useMay } from "../../../session/session";
import { Benefits } from "./Benefits";
import { Coupons } from "./Coupons";
import { Passes } from "./Passes";
import { Points } from "./Points";
import { Rewards } from "./Rewards";
import { StoredValue } from "./StoredValue";
import { useBalanceTexts } from "./words";

const HOLDINGS = [
  { name: "points", right: "points.see", Shown: Points },
  { name: "value", right: "stored_value.see", Shown: StoredValue },
  { name: "coupons", right: "coupons.see", Shown: Coupons },
  { name: "passes", right: "passes.see", Shown: Passes },
  { name: "benefits", right: "benefits.see", Shown: Benefits },
  { name: "rewards", right: "rewards.see", Shown: Rewards },
] as const;

export default function Balances({ memberId }: { memberId: string }) {
  const { say } = useBalanceTexts();
  const [params, setParams] = useSearchParams();
  const may = useMay();
  const open = HOLDINGS.filter((each) => may(each.right));
  const chosen = open.find((each) => each.name === params.get("holding")) ?? open[0];
  if (!chosen) return <NotAllowed />;
  const choose = (name: string) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      next.set("holding", name);
      return next;
    });
  return (
    <Flex vertical gap={16}>
      <div style={{ overflowX: "auto" }}>
        <Segmented
          value={chosen.name}
          onChange={choose}
          options={open.map(({ name }) => ({ value: name, label: say(name) }))}
          aria-label={say("kind")}
        />
      </div>
      <chosen.Shown memberId={memberId} />
    </Flex>
  );
}
