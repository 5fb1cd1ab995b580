/** A simulation on its way, and what it came to. */
import { api } from "@shuke/api";
import { count } from "@shuke/core";
import { Alert, Button, Flex, Progress, Typography } from "antd";
import { ProblemView } from "../../../kit/Problem";
import { Answer } from "./Answer";
import { isAtWork, type Trial } from "./outcome";
import { useTrialTexts } from "./words";

export function Run({ trial, again }: { trial: Trial; again: () => void }) {
  const { say } = useTrialTexts();
  if (isAtWork(trial)) return <AtWork trial={trial} again={again} />;
  if (trial.outcome) return <Answer trial={trial} outcome={trial.outcome} />;
  const isStopped = trial.state === "cancelled";
  return (
    <Alert type={isStopped ? "info" : "error"} showIcon title={say(isStopped ? "cancelled" : "failed")} />
  );
}

function AtWork({ trial, again }: { trial: Trial; again: () => void }) {
  const { say, language } = useTrialTexts();
  const cancel = api.useMutation("post", "/api/staff/simulations/{simulation_id}/cancellation", {
    onSuccess: again,
  });
  const percent = Math.min(99, Math.floor((trial.done * 100) / Math.max(trial.total, 1)));
  const words =
    trial.state === "waiting"
      ? say("waiting")
      : say("running", { done: count(trial.done, language), total: count(trial.total, language) });
  return (
    <Flex vertical gap={8}>
      <Progress percent={percent} status="active" aria-label={say("title")} />
      <Flex justify="space-between" gap={12} wrap>
        <span role="status">
          {words} <Typography.Text type="secondary">{say("survives")}</Typography.Text>
        </span>
        <Button
          danger
          size="small"
          loading={cancel.isPending}
          disabled={cancel.isSuccess}
          onClick={() => cancel.mutate({ params: { path: { simulation_id: trial.id } } })}
        >
          {say("cancel")}
        </Button>
      </Flex>
      {cancel.error && <ProblemView thrown={cancel.error} />}
    </Flex>
  );
}
