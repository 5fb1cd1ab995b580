/** The trail of privileged acts about this member: who looked or changed what, when, where and why. */
import { api } from "@shuke/api";
import { Alert, Card } from "antd";
import { byCursor, rowsOf } from "../../../kit/table/rows";
import { useMay } from "../../../session/session";
import { More } from "../shared/More";
import { clockTime } from "../shared/times";
import { useNames } from "../shared/useNames";
import { useSharedTexts } from "../shared/words";
import { useHistoryTexts } from "./words";

const KNOWN = [
  "reveal",
  "copy",
  "merge",
  "unmerge",
  "reassign",
  "update_profile",
  "add_identity",
  "change_phone",
  "freeze",
  "unfreeze",
  "erase",
  "adjust",
  "issue",
  "give_pack",
  "void",
  "transfer",
  "put",
  "take",
  "grant",
] as const;

export function Audit({ memberId }: { memberId: string }) {
  const { say } = useHistoryTexts();
  const may = useMay();
  return (
    <Card size="small" title={say("audit")}>
      {may("audit.see") ? (
        <Trail memberId={memberId} />
      ) : (
        <Alert type="info" showIcon title={say("noAuditRight")} />
      )}
    </Card>
  );
}

function Trail({ memberId }: { memberId: string }) {
  const { say } = useHistoryTexts();
  const shared = useSharedTexts();
  const names = useNames();
  const asked = api.useInfiniteQuery(
    "get",
    "/api/staff/audit",
    { params: { query: { subject: `member:${memberId}`, limit: 20 } } },
    byCursor,
  );
  const act = (action: string) => {
    const verb = KNOWN.find((each) => each === action.split(".").at(-1));
    return say(verb ?? "otherAct");
  };
  const who = (kind: string, id: string) => {
    if (kind === "staff") return names.person(id);
    return shared.say(kind === "token" || kind === "member" ? kind : "system");
  };
  return (
    <More
      rows={rowsOf(asked)}
      keyOf={(entry) => entry.id}
      empty={say("noAudit")}
      columns={[
        { title: shared.say("time"), render: (_, entry) => clockTime(entry.at) },
        { title: say("act"), render: (_, entry) => act(entry.action) },
        { title: shared.say("by"), render: (_, entry) => who(entry.actor_kind, entry.actor_id) },
        { title: shared.say("store"), render: (_, entry) => names.store(entry.store_id) },
        { title: shared.say("reason"), render: (_, entry) => entry.reason || "–" },
      ]}
    />
  );
}
