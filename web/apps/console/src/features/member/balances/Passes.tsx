/** Sessions paid in advance: how many are left, until when, and with whom they are shared. */
import { api } from "@shuke/api";
import { inLanguage, money } from "@shuke/core";
import { Flex, Progress, Typography } from "antd";
import { Listed } from "../shared/Listed";
import { MemberLink } from "../shared/MemberLink";
import { useNames } from "../shared/useNames";
import { useSharedTexts } from "../shared/words";
import { useBalanceTexts } from "./words";

export function Passes({ memberId }: { memberId: string }) {
  const { say, language } = useBalanceTexts();
  const names = useNames();
  const shared = useSharedTexts();
  const plans = api.useQuery("get", "/api/staff/pass-plans", {}, { staleTime: 300_000 });
  const asked = api.useQuery("get", "/api/staff/members/{member_id}/passes", {
    params: { path: { member_id: memberId } },
  });
  const planName = (code: string) => {
    const plan = plans.data?.find((each) => each.plan === code);
    return plan ? inLanguage(plan, language) : "–";
  };
  return (
    <Listed
      title={say("passes")}
      empty={say("noPasses")}
      asked={asked}
      keyOf={(each) => each.id}
      columns={[
        { title: say("plan"), render: (_, each) => planName(each.plan) },
        { title: say("paid"), align: "right", render: (_, each) => money(each.paid_minor, language) },
        {
          title: say("sessions"),
          render: (_, each) => (
            <Sessions left={each.remaining} all={each.sessions_paid + each.sessions_gift} />
          ),
        },
        {
          title: say("valid"),
          render: (_, each) => `${each.from_date} – ${each.expires_on ?? shared.say("forever")}`,
        },
        { title: say("store"), render: (_, each) => names.store(each.store_id) },
        {
          title: say("shared"),
          render: (_, each) => (
            <Flex gap={8} wrap>
              {each.shared_with.length === 0
                ? "–"
                : each.shared_with.map((one) => <MemberLink key={one} memberId={one} />)}
            </Flex>
          ),
        },
      ]}
    />
  );
}

function Sessions({ left, all }: { left: number; all: number }) {
  const { say } = useBalanceTexts();
  return (
    <Flex gap={8} align="center" style={{ minWidth: 160 }}>
      <Progress
        percent={Math.round((left * 100) / Math.max(all, 1))}
        showInfo={false}
        size="small"
        aria-label={say("sessions")}
      />
      <Typography.Text>{say("sessionsOf", { left, all })}</Typography.Text>
    </Flex>
  );
}
