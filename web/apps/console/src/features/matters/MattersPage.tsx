/** What waits for somebody: one kind of matter at a time, each with the act that settles it. */
import { Flex, Tabs, Typography } from "antd";
import type { ComponentType } from "react";
import { useSearchParams } from "react-router";
import { PageHead } from "../../kit/PageHead";
import { useMay } from "../../session/session";
import { Notices } from "./Notices";
import { Proposals } from "./Proposals";
import { Rewards } from "./Rewards";
import { Stock } from "./Stock";
import { Unapplied } from "./Unapplied";
import { useMatterTexts } from "./words";

const MATTER = "matter";

const KINDS = ["unapplied", "notices", "proposals", "stock", "rewards"] as const;
type Kind = (typeof KINDS)[number];

const SHOWN: Record<Kind, { right: string; List: ComponentType }> = {
  unapplied: { right: "payments.see", List: Unapplied },
  notices: { right: "payments.return", List: Notices },
  proposals: { right: "stored_value.adjust", List: Proposals },
  stock: { right: "stock.see", List: Stock },
  rewards: { right: "rewards.see", List: Rewards },
};

export default function MattersPage() {
  const { say } = useMatterTexts();
  const may = useMay();
  const open = KINDS.filter((kind) => may(SHOWN[kind].right));
  const { chosen, choose } = useChosen(open);
  if (!chosen) return <PageHead title={say("title")} says={say("none")} />;
  const { List } = SHOWN[chosen];
  return (
    <>
      <PageHead title={say("title")} says={say("says")} />
      <Tabs
        activeKey={chosen}
        onChange={choose}
        aria-label={say("matters")}
        items={open.map((kind) => ({ key: kind, label: say(kind) }))}
        tabBarStyle={{ marginBottom: 8 }}
      />
      <Flex vertical gap={12}>
        <Typography.Text type="secondary">{say(`${chosen}How`)}</Typography.Text>
        <List />
      </Flex>
    </>
  );
}

/** The kind that the address names, or the first that the person may see. */
function useChosen(open: Kind[]) {
  const [params, setParams] = useSearchParams();
  const choose = (kind: string) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      next.set(MATTER, kind);
      return next;
    });
  return { chosen: open.find((kind) => kind === params.get(MATTER)) ?? open[0], choose };
}
