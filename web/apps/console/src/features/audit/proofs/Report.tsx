/** One proof: what it says, how far it has come, each room that was held against the book, and what disagrees. */
import { api, type Shapes } from "@shuke/api";
import { count, inLanguage } from "@shuke/core";
import { Alert, Card, Descriptions, Flex, Progress, Skeleton, Tag, Typography } from "antd";
import { momentText, tookText } from "../../../kit/moments";
import { ProblemView } from "../../../kit/Problem";
import { Table, WRAPPED } from "../../../kit/Table";
import { isUnderWay, percentOf, verdictOf } from "./proof";
import { useProofTexts } from "./words";

type ProofReport = Shapes["ProofReportOut"];
type Room = Shapes["ProvedRoomOut"];
type Finding = Shapes["ProofFindingOut"];

const POLL_MS = 1_500;

export function Report({ proofId }: { proofId: string }) {
  const { say } = useProofTexts();
  const { data, error, refetch } = api.useQuery(
    "get",
    "/api/staff/proofs/{proof_id}",
    { params: { path: { proof_id: proofId } } },
    { refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? POLL_MS : false) },
  );
  if (error) return <ProblemView thrown={error} again={() => void refetch()} />;
  if (!data) return <Skeleton active paragraph={{ rows: 8 }} />;
  return (
    <Flex vertical gap={16}>
      <Verdict proof={data} />
      {data.findings.length > 0 && <Findings proof={data} />}
      <Card size="small" title={say("rooms")}>
        <Rooms proof={data} />
      </Card>
    </Flex>
  );
}

const KINDS = {
  holds: "success",
  fails: "error",
  failed: "warning",
  waiting: "info",
  running: "info",
} as const;

function Verdict({ proof }: { proof: ProofReport }) {
  const { say } = useProofTexts();
  const verdict = verdictOf(proof);
  const title = say(verdict, {
    flaws: proof.flaws,
    proved: proof.rooms_proved,
    total: proof.rooms_total,
  });
  return (
    <>
      <Alert
        type={KINDS[verdict]}
        showIcon
        role="status"
        title={<strong>{title}</strong>}
        description={isUnderWay(proof) ? <Progress percent={percentOf(proof)} status="active" /> : undefined}
      />
      <Facts proof={proof} />
    </>
  );
}

function Facts({ proof }: { proof: ProofReport }) {
  const { say, language } = useProofTexts();
  const { counts } = proof;
  const facts = [
    [say("endedAt"), momentText(proof.ended_at)],
    [say("took"), tookText(proof.started_at, proof.ended_at)],
    [say("by"), proof.asked_by || say("nightly")],
    [say("seal"), proof.seal_number === null ? "–" : String(proof.seal_number)],
    [say("accounts"), counts ? count(counts.accounts, language) : "–"],
    [say("lots"), counts ? count(counts.lots, language) : "–"],
    [say("sets"), counts ? count(counts.sets, language) : "–"],
    [say("postings"), counts ? count(counts.postings, language) : "–"],
  ] as const;
  return (
    <Descriptions
      size="small"
      bordered
      column={{ xs: 1, sm: 2, lg: 4 }}
      items={facts.map(([label, children]) => ({ key: label, label, children }))}
    />
  );
}

function Rooms({ proof }: { proof: ProofReport }) {
  const { say, language } = useProofTexts();
  return (
    <Table<Room>
      scroll={WRAPPED}
      rowKey="room"
      dataSource={proof.rooms}
      pagination={false}
      columns={[
        { title: say("room"), render: (_, { name }) => inLanguage(name, language) },
        { title: say("result"), width: 130, render: (_, { flaws }) => <RoomTag flaws={flaws} /> },
      ]}
    />
  );
}

function RoomTag({ flaws }: { flaws: number | null }) {
  const { say } = useProofTexts();
  if (flaws === null) return <Tag>{say("notYet")}</Tag>;
  if (flaws === 0) return <Tag color="success">{say("agrees")}</Tag>;
  return <Tag color="error">{say("disagrees", { flaws })}</Tag>;
}

function Findings({ proof }: { proof: ProofReport }) {
  const { say, language } = useProofTexts();
  const roomName = (room: string) => {
    const name = proof.rooms.find((each) => each.room === room)?.name;
    return name ? inLanguage(name, language).split(/[::]/)[0] : room;
  };
  return (
    <Card size="small" title={say("findings")}>
      <Table<Finding>
        stacks
        rowKey={({ code, subject, detail }) => `${code} ${subject} ${detail.en}`}
        dataSource={proof.findings}
        pagination={proof.findings.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
        columns={[
          { title: say("room"), render: (_, { room }) => roomName(room) },
          { title: say("subject"), render: (_, { subject_name }) => inLanguage(subject_name, language) },
          { title: say("detail"), render: (_, { detail }) => inLanguage(detail, language) },
        ]}
      />
      {proof.flaws > proof.findings.length && (
        <Typography.Text type="secondary">{say("firstFindings")}</Typography.Text>
      )}
    </Card>
  );
}
