/** Acts on many: the one that the address names, and those before it; how far, who was passed over, stop and undo. */
import { HistoryOutlined } from "@ant-design/icons";
import { api, type Shapes } from "@shuke/api";
import { count, locale } from "@shuke/core";
import { Button, Drawer, Empty, Flex, Popconfirm, Progress, Tag, Typography } from "antd";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { ProblemView } from "../../kit/Problem";
import { PassedOver } from "./PassedOver";
import { useMemberTexts } from "./words";

type Run = Shapes["ManyRunOut"];

const POLL_MS = 1_500;
const AT_WORK: readonly Run["state"][] = ["waiting", "running", "undoing"];
const COLOURS: Record<Run["state"], string> = {
  waiting: "default",
  running: "processing",
  done: "success",
  cancelled: "warning",
  undoing: "processing",
  undone: "default",
};

export function RunsButton() {
  const { say } = useMemberTexts();
  const [params, setParams] = useSearchParams();
  const [isOpen, open] = useState(false);
  const named = params.get("run");
  const close = () => {
    open(false);
    setParams((before) => new URLSearchParams([...before].filter(([name]) => name !== "run")));
  };
  return (
    <>
      <Button icon={<HistoryOutlined />} onClick={() => open(true)}>
        {say("runs")}
      </Button>
      <Drawer open={isOpen || named !== null} size={440} title={say("runs")} onClose={close} destroyOnHidden>
        <List />
      </Drawer>
    </>
  );
}

function List() {
  const { say } = useMemberTexts();
  const { data, error, refetch } = api.useQuery(
    "get",
    "/api/staff/member-runs",
    { params: { query: { limit: 20 } } },
    { refetchInterval: ({ state }) => (state.data?.items.some(isAtWork) ? POLL_MS : false) },
  );
  if (error) return <ProblemView thrown={error} again={() => void refetch()} />;
  if (data?.items.length === 0) return <Empty description={say("noRuns")} />;
  return (
    <Flex vertical gap={20}>
      {data?.items.map((run) => (
        <OneRun key={run.id} run={run} again={() => void refetch()} />
      ))}
    </Flex>
  );
}

function OneRun({ run, again }: { run: Run; again: () => void }) {
  const { say, language } = useMemberTexts();
  const figures = {
    total: count(run.total, language),
    done: count(run.done, language),
    refused: count(run.refused, language),
  };
  const [isShown, show] = useState(false);
  return (
    <Flex vertical gap={4}>
      <Flex justify="space-between" gap={8}>
        <strong>{say(`act_${run.act}`)}</strong>
        <Tag color={COLOURS[run.state]}>{say(`run_${run.state}`)}</Tag>
      </Flex>
      {isAtWork(run) && (
        <Progress percent={percentOf(run)} status="active" aria-label={say(`act_${run.act}`)} />
      )}
      <Typography.Text role="status">
        {say("runSays", figures)}
        {run.undone > 0 && ` · ${say("runUndone", { undone: count(run.undone, language) })}`}
      </Typography.Text>
      {run.state === "waiting" && <Typography.Text type="secondary">{say("runWaits")}</Typography.Text>}
      <Flex justify="space-between" align="center" gap={8} wrap>
        <Typography.Text type="secondary">
          {momentText(run.asked_at, language)} · {run.terms.reason}
        </Typography.Text>
        <Flex gap={4}>
          {run.refused > 0 && (
            <Button size="small" type="link" aria-expanded={isShown} onClick={() => show(!isShown)}>
              {say("skipped")}
            </Button>
          )}
          <Stop run={run} again={again} />
          <Undo run={run} again={again} />
        </Flex>
      </Flex>
      {isShown && <PassedOver runId={run.id} />}
    </Flex>
  );
}

function Stop({ run, again }: { run: Run; again: () => void }) {
  const { say } = useMemberTexts();
  const stop = api.useMutation("post", "/api/staff/member-runs/{run_id}/cancellation", { onSettled: again });
  if (run.state !== "waiting" && run.state !== "running") return null;
  return (
    <Button
      size="small"
      danger
      loading={stop.isPending}
      disabled={stop.isSuccess}
      onClick={() => stop.mutate({ params: { path: { run_id: run.id } } })}
    >
      {say("stop")}
    </Button>
  );
}

function Undo({ run, again }: { run: Run; again: () => void }) {
  const { say } = useMemberTexts();
  const undo = api.useMutation("post", "/api/staff/member-runs/{run_id}/undo", { onSettled: again });
  const isEnded = run.state === "done" || run.state === "cancelled";
  if (run.act !== "owner" || !isEnded || run.done === 0) return null;
  return (
    <Popconfirm
      title={say("undoSure")}
      description={say("undoHow")}
      okText={say("undo")}
      cancelText={say("cancel")}
      onConfirm={() => undo.mutate({ params: { path: { run_id: run.id } } })}
    >
      <Button size="small" loading={undo.isPending}>
        {say("undo")}
      </Button>
    </Popconfirm>
  );
}

function isAtWork({ state }: Run): boolean {
  return AT_WORK.includes(state);
}

function percentOf({ state, total, done, refused, undone }: Run): number {
  const whole = Math.max(state === "undoing" ? done : total, 1);
  return Math.min(99, Math.floor(((state === "undoing" ? undone : done + refused) * 100) / whole));
}

function momentText(at: string, language: "zh" | "en"): string {
  const options = { timeZone: "Asia/Shanghai", dateStyle: "medium", timeStyle: "short" } as const;
  return new Intl.DateTimeFormat(locale(language), options).format(new Date(at));
}
