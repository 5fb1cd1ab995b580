/** Step four: how far the trial run is, what would come of it, and the start. It stands in the address, for a reload. */
import { inLanguage } from "@shuke/core";
import { Alert, Button, Checkbox, Flex } from "antd";
import { useState } from "react";
import { Counts } from "./Parts";
import { isTrying, type Rehearsal, type Summary, verdictOf } from "./progress";
import { Trying } from "./Trying";
import { useImportTexts } from "./words";

interface Props {
  rehearsal: Rehearsal;
  /** Try it once more, as it was tried. */
  again: () => void;
  start: { begin: (isReplay: boolean) => void; isPending: boolean };
  back: () => void;
}

export function RehearsalStep({ rehearsal, again, start, back }: Props) {
  const { say } = useImportTexts();
  const [isReplay, replay] = useState(false);
  const { summary, reading } = rehearsal;
  return (
    <Flex vertical gap={16}>
      {isTrying(rehearsal) ? <Trying rehearsal={rehearsal} /> : <Ended rehearsal={rehearsal} again={again} />}
      {summary && reading.kind === "receipts" && (
        <Checkbox checked={isReplay} onChange={({ target }) => replay(target.checked)}>
          {say("replay")}
        </Checkbox>
      )}
      <Flex gap={8} justify="flex-end">
        <Button onClick={back}>{say("previous")}</Button>
        <Button
          type="primary"
          disabled={!summary || !isWorthStarting(summary)}
          loading={start.isPending}
          onClick={() => start.begin(isReplay)}
        >
          {say("start")}
        </Button>
      </Flex>
    </Flex>
  );
}

function Ended({ rehearsal, again }: { rehearsal: Rehearsal; again: () => void }) {
  const { say, language } = useImportTexts();
  const { summary, refused, reading } = rehearsal;
  if (!summary) {
    const why = refused
      ? inLanguage(refused, language)
      : say(rehearsal.state === "failed" ? "tryFailed" : "tryStopped");
    return (
      <Alert
        role="alert"
        type={rehearsal.state === "cancelled" ? "info" : "error"}
        showIcon
        title={why}
        action={refused ? null : <Button onClick={again}>{say("tryAgain")}</Button>}
      />
    );
  }
  return (
    <>
      {say("rehearsed")}
      <Counts kind={reading.kind} summary={summary} />
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
