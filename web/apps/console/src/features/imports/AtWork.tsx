/** An import on its way: how many rows are done, and the way to stop it. */
import { api } from "@shuke/api";
import { count } from "@shuke/core";
import { Alert, Button, Card, Flex, Popconfirm, Progress, Typography } from "antd";
import { useSearchParams } from "react-router";
import { ProblemView } from "../../kit/Problem";
import { handled, isSilent, percentDone, type Run, rowsSaid } from "./progress";
import { useImportTexts } from "./words";

export function AtWork({ run, again }: { run: Run; again: () => void }) {
  const { say, language } = useImportTexts();
  const [params] = useSearchParams();
  const rows = rowsSaid(params.get("rows"));
  const percent = percentDone(run, rows);
  const done = count(handled(run.summary), language);
  return (
    <Card>
      <Flex vertical gap={12}>
        <Progress
          percent={percent ?? 100}
          showInfo={percent !== null}
          status="active"
          aria-label={say("started")}
        />
        <Typography.Text role="status">
          {percent !== null && rows
            ? say("percent", { handled: done, rows: count(rows, language) })
            : say("handled", { handled: done })}
        </Typography.Text>
        {isSilent(run, Date.now()) && <Alert type="info" showIcon title={say("silent")} />}
        <Flex justify="space-between" align="center" gap={12} wrap>
          <Typography.Text type="secondary">{say("survives")}</Typography.Text>
          <Cancel run={run} again={again} />
        </Flex>
      </Flex>
    </Card>
  );
}

function Cancel({ run, again }: { run: Run; again: () => void }) {
  const { say } = useImportTexts();
  const cancel = api.useMutation("post", "/api/staff/imports/{import_id}/cancellation", { onSuccess: again });
  if (cancel.error) return <ProblemView thrown={cancel.error} again={() => cancel.reset()} />;
  return (
    <Popconfirm
      title={say("cancelSure")}
      description={<div style={{ maxWidth: 280 }}>{say("cancelHow")}</div>}
      okText={say("cancel")}
      cancelText={say("goOn")}
      okButtonProps={{ danger: true }}
      onConfirm={() => cancel.mutate({ params: { path: { import_id: run.id } } })}
    >
      <Button danger disabled={cancel.isSuccess} loading={cancel.isPending}>
        {say(cancel.isSuccess ? "cancelAsked" : "cancel")}
      </Button>
    </Popconfirm>
  );
}
