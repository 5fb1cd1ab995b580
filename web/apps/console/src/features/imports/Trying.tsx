/** A trial run on its way: how many rows of which step are done, and the way to stop it. */
import { api } from "@shuke/api";
import { count } from "@shuke/core";
import { Button, Flex, Progress, Typography } from "antd";
import { ProblemView } from "../../kit/Problem";
import { type Rehearsal, triedPercent } from "./progress";
import { useImportTexts } from "./words";

export function Trying({ rehearsal }: { rehearsal: Rehearsal }) {
  const { say, language } = useImportTexts();
  const percent = triedPercent(rehearsal);
  const done = count(rehearsal.done, language);
  const stop = api.useMutation("post", "/api/staff/imports/rehearsals/{rehearsal_id}/cancellation");
  return (
    <Flex vertical gap={12} style={{ paddingBlock: 16 }}>
      <Typography.Text>{say(rehearsal.step === "reading" ? "tryReading" : "rehearsing")}</Typography.Text>
      <Progress
        percent={percent ?? 100}
        showInfo={percent !== null}
        status="active"
        aria-label={say("stepRehearsal")}
      />
      <Typography.Text role="status">
        {rehearsal.state === "waiting"
          ? say("tryWaiting")
          : rehearsal.total === null
            ? say("handled", { handled: done })
            : say("percent", { handled: done, rows: count(rehearsal.total, language) })}
      </Typography.Text>
      {stop.error && <ProblemView thrown={stop.error} again={() => stop.reset()} />}
      <Flex justify="space-between" align="center" gap={12} wrap>
        <Typography.Text type="secondary">{say("trySurvives")}</Typography.Text>
        <Button
          disabled={stop.isSuccess}
          loading={stop.isPending}
          onClick={() => stop.mutate({ params: { path: { rehearsal_id: rehearsal.id } } })}
        >
          {say(stop.isSuccess ? "cancelAsked" : "tryStop")}
        </Button>
      </Flex>
    </Flex>
  );
}
