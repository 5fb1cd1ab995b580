/** Step four: what would come of it, and the start. */
import { Alert, Button, Checkbox, Flex, Spin } from "antd";
import { useState } from "react";
import { ProblemView } from "../../kit/Problem";
import type { Kind } from "./fields";
import { Counts } from "./Parts";
import type { Summary } from "./progress";
import { useImportTexts } from "./words";

interface Props {
  kind: Kind;
  rehearsal: { data: Summary | undefined; error: unknown; isPending: boolean };
  again: () => void;
  start: { begin: (isReplay: boolean) => void; isPending: boolean; error: unknown };
  back: () => void;
}

export function RehearsalStep({ kind, rehearsal, again, start, back }: Props) {
  const { say } = useImportTexts();
  const [isReplay, replay] = useState(false);
  const { data, error, isPending } = rehearsal;
  return (
    <Flex vertical gap={16}>
      {isPending && <AtWork />}
      {Boolean(error) && <ProblemView thrown={error} again={again} />}
      {data && !isPending && <Outcome kind={kind} summary={data} />}
      {Boolean(start.error) && <ProblemView thrown={start.error} />}
      {data && kind === "receipts" && (
        <Checkbox checked={isReplay} onChange={({ target }) => replay(target.checked)}>
          {say("replay")}
        </Checkbox>
      )}
      <Flex gap={8} justify="flex-end">
        <Button onClick={back}>{say("previous")}</Button>
        <Button
          type="primary"
          disabled={!data || isPending || data.accepted === 0}
          loading={start.isPending}
          onClick={() => start.begin(isReplay)}
        >
          {say("start")}
        </Button>
      </Flex>
    </Flex>
  );
}

function AtWork() {
  const { say } = useImportTexts();
  return (
    <Flex vertical align="center" gap={12} style={{ padding: 32 }} role="status">
      <Spin size="large" />
      {say("rehearsing")}
    </Flex>
  );
}

function Outcome({ kind, summary }: { kind: Kind; summary: Summary }) {
  const { say } = useImportTexts();
  return (
    <>
      {say("rehearsed")}
      <Counts kind={kind} summary={summary} />
      <Verdict summary={summary} />
    </>
  );
}

function Verdict({ summary }: { summary: Summary }) {
  const { say } = useImportTexts();
  const { rows, accepted, rejected, duplicates } = summary;
  if (rows > 0 && duplicates === rows) return <Alert type="info" showIcon title={say("allKnown")} />;
  if (accepted === 0) return <Alert type="error" showIcon role="alert" title={say("nothing")} />;
  if (rejected === 0) return <Alert type="success" showIcon title={say("clean")} />;
  return <Alert type="warning" showIcon title={say("someRejected", { rejected })} />;
}
