/** Step four: what would come of it, and the start. */
import { Alert, Button, Checkbox, Flex, Spin } from "antd";
import { useState } from "react";
import { ProblemView } from "../../kit/Problem";
import type { Kind } from "./fields";
import { Counts } from "./Parts";
import { type Summary, verdictOf } from "./progress";
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
          disabled={!data || isPending || !isWorthStarting(data)}
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
      <Spoken summary={summary} />
    </>
  );
}

const SEVERITY = {
  clean: "success",
  someRejected: "warning",
  allKnown: "info",
  nothingNew: "warning",
  nothing: "error",
} as const;

function Spoken({ summary }: { summary: Summary }) {
  const { say } = useImportTexts();
  const verdict = verdictOf(summary);
  const { rejected, duplicates } = summary;
  return (
    <Alert role="alert" type={SEVERITY[verdict]} showIcon title={say(verdict, { rejected, duplicates })} />
  );
}

/** A start that only rejects is allowed: it is how one gets at the reasons and the error file. */
function isWorthStarting({ accepted, rejected }: Summary): boolean {
  return accepted + rejected > 0;
}
