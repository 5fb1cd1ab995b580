/** What may be done for her: the few usual acts in sight, the rest in a menu, what ends things last. */
import { DownOutlined } from "@ant-design/icons";
import { Button, Dropdown, Flex } from "antd";
import { useMay } from "../../../session/session";
import { useActTexts } from "../acts/words";
import type { Page } from "../page";
import { type Act, useActing } from "../shared/section";
import { useMemberTexts } from "../words";

interface Offer {
  act: Act;
  right: string;
}

const USUAL: readonly Offer[] = [
  { act: "contact", right: "care.write" },
  { act: "coupon", right: "coupons.issue" },
];

const REST: readonly (readonly Offer[])[] = [
  [
    { act: "points", right: "points.adjust" },
    { act: "pack", right: "coupons.issue" },
    { act: "benefit", right: "benefits.grant" },
    { act: "gift", right: "rewards.give" },
  ],
  [
    { act: "value", right: "stored_value.adjust" },
    { act: "refund", right: "stored_value.refund" },
  ],
  [
    { act: "profile", right: "members.profile" },
    { act: "consent", right: "members.consent" },
    { act: "owner", right: "members.reassign" },
    { act: "merge", right: "members.merge" },
  ],
  [
    { act: "copy", right: "members.copy" },
    { act: "erase", right: "members.erase" },
  ],
];

export function ActMenu({ page }: { page: Page }) {
  const { say } = useMemberTexts();
  const acts = useActTexts();
  const { open } = useActing();
  const may = useMay();
  if (page.profile.status === "erased") return null;
  const groups = REST.map((group) => group.filter((offer) => may(offer.right))).filter(
    (group) => group.length > 0,
  );
  const items = groups.flatMap((group, place) => [
    ...(place > 0 ? [{ type: "divider" as const }] : []),
    ...group.map(({ act }) => ({
      key: act,
      label: acts.say(act),
      danger: act === "erase",
      onClick: () => open(act),
    })),
  ]);
  return (
    <Flex gap={8} wrap>
      {USUAL.filter((offer) => may(offer.right)).map(({ act }) => (
        <Button key={act} onClick={() => open(act)}>
          {acts.say(act)}
        </Button>
      ))}
      {items.length > 0 && (
        <Dropdown menu={{ items }} trigger={["click"]}>
          <Button type="primary" icon={<DownOutlined />} iconPlacement="end">
            {say("acts")}
          </Button>
        </Dropdown>
      )}
    </Flex>
  );
}
