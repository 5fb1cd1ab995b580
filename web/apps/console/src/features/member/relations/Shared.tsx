/** Passes that several of a family use, whoever of them holds it. */
import { api } from "@shuke/api";
import { count, inLanguage } from "@shuke/core";
import { Flex } from "antd";
import { Listed } from "../shared/Listed";
import { MemberLink } from "../shared/MemberLink";
import { useRelationTexts } from "./words";

export function Shared({ memberId }: { memberId: string }) {
  const { say, language } = useRelationTexts();
  const plans = api.useQuery("get", "/api/staff/pass-plans", {}, { staleTime: 300_000 });
  const asked = api.useQuery("get", "/api/staff/members/{member_id}/passes", {
    params: { path: { member_id: memberId } },
  });
  const shared = asked.data?.filter((each) => each.shared_with.length > 0 || each.member_id !== memberId);
  const planName = (code: string) => {
    const plan = plans.data?.find((each) => each.plan === code);
    return plan ? inLanguage(plan, language) : "–";
  };
  return (
    <Listed
      title={say("shared")}
      empty={say("noShared")}
      asked={{ ...asked, data: shared }}
      keyOf={(each) => each.id}
      columns={[
        { title: say("pass"), render: (_, each) => planName(each.plan) },
        { title: say("left"), align: "right", render: (_, each) => count(each.remaining, language) },
        { title: say("owner"), render: (_, each) => <MemberLink memberId={each.member_id} /> },
        {
          title: say("people"),
          render: (_, each) => (
            <Flex gap={8} wrap>
              {each.shared_with.map((one) => (
                <MemberLink key={one} memberId={one} />
              ))}
            </Flex>
          ),
        },
      ]}
    />
  );
}
