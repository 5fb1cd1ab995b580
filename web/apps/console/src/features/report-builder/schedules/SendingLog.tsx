/** What a schedule has sent, letter by letter, and why a letter was not sent. */
import { api, type Shapes } from "@shuke/api";
import { Drawer, Empty, Flex, Skeleton, Tag, Timeline, Typography } from "antd";
import { momentText } from "../../../kit/moments";
import { ProblemView } from "../../../kit/Problem";
import { useReason } from "./reasons";
import { useScheduleTexts } from "./words";

type Sending = Shapes["SendingOut"];

const COLOURS = { sent: "success", partly: "warning", withheld: "error", waiting: "processing" } as const;

export function SendingLog({
  scheduleId,
  name,
  close,
}: {
  scheduleId: string;
  name: string;
  close: () => void;
}) {
  const { say } = useScheduleTexts();
  const { data, error } = api.useQuery("get", "/api/staff/report-schedules/{schedule_id}/sendings", {
    params: { path: { schedule_id: scheduleId }, query: { limit: 50, cursor: "" } },
  });
  return (
    <Drawer open title={`${say("log")} · ${name}`} onClose={close} size={480}>
      {error && <ProblemView thrown={error} />}
      {!error && !data && <Skeleton active />}
      {data?.items.length === 0 && <Empty description={say("logNone")} />}
      {data && data.items.length > 0 && (
        <Timeline items={data.items.map((each) => ({ key: each.id, content: <Entry sending={each} /> }))} />
      )}
    </Drawer>
  );
}

function Entry({ sending }: { sending: Sending }) {
  const { say } = useScheduleTexts();
  const reason = useReason();
  return (
    <Flex vertical gap={4}>
      <Flex gap={8} align="center" wrap>
        <strong>{momentText(sending.due_at)}</strong>
        <Tag color={COLOURS[sending.state]}>{say(sending.state)}</Tag>
        {sending.rows !== null && (
          <Typography.Text type="secondary">{say("rows", { rows: sending.rows })}</Typography.Text>
        )}
      </Flex>
      {sending.why && <Typography.Text type="danger">{reason(sending.why)}</Typography.Text>}
      {sending.letters.map((letter) => (
        <Typography.Text key={`${letter.name} ${letter.at}`} type="secondary">
          {letter.name} · {say(letter.state)}
          {letter.why && ` · ${reason(letter.why)}`}
        </Typography.Text>
      ))}
    </Flex>
  );
}
