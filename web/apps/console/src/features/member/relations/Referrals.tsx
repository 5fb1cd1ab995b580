/** Who brought her, whom she brought, and what she was promised for it. */
import { api } from "@shuke/api";
import { count, money } from "@shuke/core";
import { Tag } from "antd";
import { Listed } from "../shared/Listed";
import { MemberLink } from "../shared/MemberLink";
import { useCodes } from "../shared/useCodes";
import { useRelationTexts } from "./words";

interface Props {
  memberId: string;
}

export function Referrer({ memberId }: Props) {
  const { say } = useRelationTexts();
  const asked = api.useQuery("get", "/api/staff/members/{member_id}/referrer", {
    params: { path: { member_id: memberId } },
  });
  return (
    <Listed
      title={say("referrer")}
      empty={say("noReferrer")}
      asked={asked}
      keyOf={(row) => row.referrer_id}
      columns={[
        { title: say("member"), render: (_, row) => <MemberLink memberId={row.referrer_id} /> },
        { title: say("since"), dataIndex: "since" },
      ]}
    />
  );
}

export function Brought({ memberId }: Props) {
  const { say, language } = useRelationTexts();
  const asked = api.useQuery("get", "/api/staff/members/{member_id}/referrals", {
    params: { path: { member_id: memberId } },
  });
  return (
    <Listed
      title={say("brought")}
      empty={say("noBrought")}
      asked={asked}
      keyOf={(row) => row.invitee_id}
      columns={[
        { title: say("member"), render: (_, row) => <MemberLink memberId={row.invitee_id} /> },
        {
          title: say("depth"),
          render: (_, row) => (row.depth === 1 ? say("directly") : say("through", { depth: row.depth })),
        },
        { title: say("since"), dataIndex: "since" },
        { title: say("spent"), align: "right", render: (_, row) => money(row.net_minor, language) },
      ]}
    />
  );
}

export function Rewards({ memberId }: Props) {
  const { say, language } = useRelationTexts();
  const { called } = useCodes();
  const asked = api.useQuery("get", "/api/staff/members/{member_id}/referral-rewards", {
    params: { path: { member_id: memberId } },
  });
  return (
    <Listed
      title={say("rewards")}
      empty={say("noRewards")}
      asked={asked}
      keyOf={(row) => row.id}
      columns={[
        { title: say("member"), render: (_, row) => <MemberLink memberId={row.invitee_id} /> },
        { title: say("state"), render: (_, row) => <Tag>{called("referral", row.state)}</Tag> },
        { title: say("due"), dataIndex: "due_on" },
        { title: say("own"), align: "right", render: (_, row) => count(row.referrer_points, language) },
        { title: say("friend"), align: "right", render: (_, row) => count(row.invitee_points, language) },
      ]}
    />
  );
}
