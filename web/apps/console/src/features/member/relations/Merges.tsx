/** The accounts that became part of this one, and the way to part them again. */
import { api, type Shapes, staff } from "@shuke/api";
import { App, Button, Flex } from "antd";
import { ProblemView } from "../../../kit/Problem";
import { useAct } from "../acts/useAct";
import { Listed } from "../shared/Listed";
import { Mark } from "../shared/Mark";
import { clockTime } from "../shared/times";
import { useSharedTexts } from "../shared/words";
import { useRelationTexts } from "./words";

type Past = Shapes["PastMergeOut"];

export function Merges({ memberId }: { memberId: string }) {
  const { say } = useRelationTexts();
  const shared = useSharedTexts();
  const { modal } = App.useApp();
  const asked = api.useQuery("get", "/api/staff/members/{member_id}/merges", {
    params: { path: { member_id: memberId } },
  });
  const undo = useAct(memberId, (merge_id: string, header) =>
    staff.DELETE("/api/staff/merges/{merge_id}", { params: { path: { merge_id }, header } }),
  );
  const ask = (row: Past) =>
    modal.confirm({
      title: say("undoSure"),
      content: say("undoHow"),
      okText: say("undo"),
      okButtonProps: { danger: true },
      cancelText: say("keep"),
      onOk: () => undo.mutate(row.id),
    });
  return (
    <Flex vertical gap={8}>
      <Listed
        title={say("merges")}
        empty={say("noMerges")}
        asked={asked}
        keyOf={(row) => row.id}
        columns={[
          { title: say("mergedAt"), render: (_, row) => clockTime(row.merged_at) },
          { title: shared.say("reason"), dataIndex: "reason" },
          {
            title: say("state"),
            render: (_, row) =>
              row.undone_at ? (
                say("undone", { at: clockTime(row.undone_at) })
              ) : (
                <Mark tone="good">{say("inForce")}</Mark>
              ),
          },
          {
            title: "",
            render: (_, row) =>
              !row.undone_at && (
                <Button size="small" type="link" danger onClick={() => ask(row)}>
                  {say("undo")}
                </Button>
              ),
          },
        ]}
      />
      {undo.error && <ProblemView thrown={undo.error} />}
    </Flex>
  );
}
