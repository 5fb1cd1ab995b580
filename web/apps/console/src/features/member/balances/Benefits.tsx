/** What she may have beyond what tiers give: how often still, and until when. */
import { api } from "@shuke/api";
import { Flex } from "antd";
import { Listed } from "../shared/Listed";
import { Mark } from "../shared/Mark";
import { useCodes } from "../shared/useCodes";
import { useSharedTexts } from "../shared/words";
import { useBalanceTexts } from "./words";

export function Benefits({ memberId }: { memberId: string }) {
  const { say } = useBalanceTexts();
  const { called } = useCodes();
  const shared = useSharedTexts();
  const asked = api.useQuery("get", "/api/staff/members/{member_id}/benefits", {
    params: { path: { member_id: memberId } },
  });
  return (
    <Listed
      title={say("benefits")}
      empty={say("noBenefits")}
      asked={asked}
      keyOf={(each) => each.id}
      columns={[
        {
          title: say("benefits"),
          render: (_, each) => (
            <Flex gap={6} align="center">
              {called("benefit", each.kind)}
              {each.percent_off > 0 && <Mark>{say("percentOff", { percent: each.percent_off })}</Mark>}
            </Flex>
          ),
        },
        {
          title: say("quota"),
          render: (_, each) =>
            each.quota === null
              ? say("unlimited")
              : say("quotaOf", { left: each.left ?? 0, all: each.quota }),
        },
        {
          title: say("valid"),
          render: (_, each) => `${each.from_date} – ${each.to_date ?? shared.say("forever")}`,
        },
      ]}
    />
  );
}
