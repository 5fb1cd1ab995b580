/** Accounts that may be the same person's, with the reasons, and the way to make them one. */
import { api } from "@shuke/api";
import { Button, Flex, Tag } from "antd";
import { Listed } from "../shared/Listed";
import { MemberLink } from "../shared/MemberLink";
import { useActing } from "../shared/section";
import { useRelationTexts } from "./words";

export function Duplicates({ memberId }: { memberId: string }) {
  const { say } = useRelationTexts();
  const { open } = useActing();
  const asked = api.useQuery("get", "/api/staff/members/{member_id}/duplicates", {
    params: { path: { member_id: memberId } },
  });
  const other = (row: { member_id: string; other_id: string }) =>
    row.member_id === memberId ? row.other_id : row.member_id;
  return (
    <Listed
      title={say("duplicates")}
      extra={
        <Button size="small" onClick={() => open("merge")}>
          {say("mergeOther")}
        </Button>
      }
      empty={say("noDuplicates")}
      asked={asked}
      keyOf={(row) => other(row)}
      columns={[
        { title: say("member"), render: (_, row) => <MemberLink memberId={other(row)} /> },
        { title: say("score"), align: "right", render: (_, row) => `${row.score}%` },
        { title: say("because"), render: (_, row) => <Reasons reasons={row.reasons} /> },
        {
          title: "",
          render: (_, row) => (
            <Button size="small" type="link" onClick={() => open("merge", other(row))}>
              {say("merge")}
            </Button>
          ),
        },
      ]}
    />
  );
}

function Reasons({ reasons }: { reasons: string[] }) {
  const { say } = useRelationTexts();
  const named = (reason: string) => {
    if (reason === "name_and_birthday" || reason === "same_store") return say(reason);
    return say("identityClash");
  };
  return (
    <Flex gap={4} wrap>
      {reasons.map((reason) => (
        <Tag key={reason}>{named(reason)}</Tag>
      ))}
    </Flex>
  );
}
