/** The trail of privileged acts about this member: who looked or changed what, when, where and why. */
import { api } from "@shuke/api";
import { inLanguage } from "@shuke/core";
import { Alert, Card } from "antd";
import { byCursor, rowsOf } from "../../../kit/table/rows";
import { useMay } from "../../../session/session";
import { More } from "../shared/More";
import { clockTime } from "../shared/times";
import { useSharedTexts } from "../shared/words";
import { useHistoryTexts } from "./words";

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
  const { say, language } = useHistoryTexts();
  const shared = useSharedTexts();
  const asked = api.useInfiniteQuery(
    "get",
    "/api/staff/audit",
    { params: { query: { subject: `member:${memberId}`, limit: 20 } } },
    byCursor,
  );
  return (
    <More
      rows={rowsOf(asked)}
      keyOf={(entry) => entry.id}
      empty={say("noAudit")}
      columns={[
        { title: shared.say("time"), render: (_, entry) => clockTime(entry.at) },
        { title: say("act"), render: (_, entry) => inLanguage(entry.action_name, language) },
        { title: shared.say("by"), render: (_, entry) => entry.actor_name || "–" },
        { title: shared.say("store"), render: (_, entry) => entry.store || "–" },
        { title: shared.say("reason"), render: (_, entry) => entry.reason || "–" },
      ]}
    />
  );
}
