/** What passed between the chain and her besides buying, the latest first, whole or of one kind; and what is to come. */
import { PlusOutlined } from "@ant-design/icons";
import { api, type Shapes } from "@shuke/api";
import { today } from "@shuke/core";
import { Button, Card, Empty, Flex, Segmented, Skeleton, Timeline, Typography } from "antd";
import { useSearchParams } from "react-router";
import { NotAllowed, ProblemView } from "../../../kit/Problem";
import { byCursor, rowsOf } from "../../../kit/table/rows";
import { useMay } from "../../../session/session";
import { useActing } from "../shared/section";
import { clockTime } from "../shared/times";
import { useCodes } from "../shared/useCodes";
import { useNames } from "../shared/useNames";
import { useSharedTexts } from "../shared/words";
import { useCareTexts } from "./words";

type Contact = Shapes["ContactOut"];

const KINDS = ["call", "message", "visit", "gift", "complaint", "note"] as const;

type Kind = (typeof KINDS)[number];

const COLOURS: Record<Kind, string> = {
  call: "processing",
  message: "default",
  visit: "success",
  gift: "warning",
  complaint: "error",
  note: "gray",
};

export default function CareLog({ memberId }: { memberId: string }) {
  const { say } = useCareTexts();
  const may = useMay();
  const { open } = useActing();
  const [kind, choose] = useKind();
  if (!may("care.see")) return <NotAllowed />;
  const write = may("care.write") && (
    <Button size="small" type="primary" icon={<PlusOutlined />} onClick={() => open("contact")}>
      {say("write")}
    </Button>
  );
  return (
    <Card size="small" title={say("title")} extra={write}>
      <Flex vertical gap={20}>
        <KindChoice kind={kind} choose={choose} />
        <Entries memberId={memberId} kind={kind} />
      </Flex>
    </Card>
  );
}

function useKind() {
  const [params, setParams] = useSearchParams();
  const kind = KINDS.find((each) => each === params.get("kind")) ?? null;
  const choose = (next: Kind | null) =>
    setParams((before) => {
      const after = new URLSearchParams(before);
      if (next) after.set("kind", next);
      else after.delete("kind");
      return after;
    });
  return [kind, choose] as const;
}

function KindChoice({ kind, choose }: { kind: Kind | null; choose: (kind: Kind | null) => void }) {
  const { say } = useCareTexts();
  const { called } = useCodes();
  return (
    <div style={{ overflowX: "auto" }}>
      <Segmented
        aria-label={say("kinds")}
        value={kind ?? "every"}
        onChange={(value) => choose(KINDS.find((each) => each === value) ?? null)}
        options={[
          { value: "every", label: say("every") },
          ...KINDS.map((each) => ({ value: each, label: called("care", each) })),
        ]}
      />
    </div>
  );
}

function Entries({ memberId, kind }: { memberId: string; kind: Kind | null }) {
  const { say } = useCareTexts();
  const shared = useSharedTexts();
  const asked = api.useInfiniteQuery(
    "get",
    "/api/staff/members/{member_id}/care",
    { params: { path: { member_id: memberId }, query: { limit: 20, ...(kind ? { kind } : {}) } } },
    byCursor,
  );
  const rows = rowsOf(asked);
  if (rows.error && rows.loaded.length === 0) return <ProblemView thrown={rows.error} again={rows.again} />;
  if (rows.isLoading) return <Skeleton active />;
  if (rows.loaded.length === 0)
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say(kind ? "noneOfKind" : "none")} />;
  return (
    <>
      <Timeline
        items={rows.loaded.map((each, place) => ({
          key: each.id,
          color: COLOURS[each.kind],
          content: <Entry contact={each} isLatest={place === 0} />,
        }))}
      />
      {rows.isMore && (
        <Flex justify="center">
          <Button loading={rows.isFetchingMore} onClick={rows.more}>
            {shared.say("more")}
          </Button>
        </Flex>
      )}
    </>
  );
}

/** A follow-up is due as long as nothing was written after it. */
function Entry({ contact, isLatest }: { contact: Contact; isLatest: boolean }) {
  const { say } = useCareTexts();
  const { called } = useCodes();
  const shared = useSharedTexts();
  const names = useNames();
  const isLate = isLatest && contact.next_on !== null && contact.next_on < today();
  const who =
    contact.written_by_kind === "staff" ? names.person(contact.written_by_id) : shared.say("system");
  return (
    <Flex vertical gap={4}>
      <Flex gap={8} wrap align="center">
        <Typography.Text strong>{called("care", contact.kind)}</Typography.Text>
        <Typography.Text type="secondary">
          {say("at", { store: names.store(contact.store_id), who, time: clockTime(contact.happened_at) })}
        </Typography.Text>
      </Flex>
      <Typography.Paragraph style={{ margin: 0, whiteSpace: "pre-wrap" }}>
        {contact.text}
      </Typography.Paragraph>
      {contact.next_on && (
        <Typography.Text type={isLate ? "danger" : "warning"}>
          {say(isLate ? "overdue" : "next", { day: contact.next_on })}
        </Typography.Text>
      )}
    </Flex>
  );
}
