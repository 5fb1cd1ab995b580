/** Bring a file in, step by step: the file, its columns, its first rows, a rehearsal, the start. */
import { api } from "@shuke/api";
import { Card, Flex, Grid, Steps } from "antd";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { PageHead } from "../../kit/PageHead";
import { NotAllowed } from "../../kit/Problem";
import { useScope } from "../../kit/scope";
import { useMay } from "../../session/session";
import { FileStep } from "./FileStep";
import type { Kind } from "./fields";
import { MappingStep } from "./MappingStep";
import { type Draft, type Guess, readingOf } from "./mapping";
import { begun, useMemory } from "./memory";
import { PreviewStep } from "./PreviewStep";
import { RehearsalStep } from "./RehearsalStep";
import { useImportTexts } from "./words";

const STEPS = ["stepFile", "stepMapping", "stepPreview", "stepRehearsal"] as const;

/** The file as the server has looked at it, and how it is to be read. */
interface Work {
  guess: Guess;
  draft: Draft;
  chosen: Kind | null;
  isRemembered: boolean;
}

export default function NewImportPage() {
  const { say } = useImportTexts();
  const { search } = useScope();
  const isWide = Grid.useBreakpoint().md ?? true;
  const [step, setStep] = useState(0);
  if (!useMay()("imports")) return <NotAllowed />;
  return (
    <>
      <PageHead title={say("fresh")} actions={<Link to={`/imports${search}`}>{say("back")}</Link>} />
      <Flex vertical gap={16}>
        <Steps
          size="small"
          responsive={false}
          current={step}
          {...(isWide ? {} : { titlePlacement: "vertical" as const })}
          items={STEPS.map((word) => ({ title: say(word) }))}
        />
        <Card>
          <Step step={step} go={setStep} />
        </Card>
      </Flex>
    </>
  );
}

function Step({ step, go }: { step: number; go: (step: number) => void }) {
  const [work, setWork] = useState<Work | null>(null);
  const rehearsal = api.useMutation("post", "/api/staff/imports/rehearsals");
  const start = useStart();
  const memory = useMemory();
  if (!work || step === 0) {
    return (
      <FileStep
        onRead={(guess, chosen) => {
          setWork({ guess, chosen, ...begun(memory.drafts, guess, chosen) });
          go(1);
        }}
      />
    );
  }
  const { guess, draft } = work;
  const reading = readingOf(guess.upload_id, draft);
  const rehearse = () => {
    go(3);
    rehearsal.mutate({ body: reading });
  };
  if (step === 1) {
    return <MappingStep {...work} change={(changed) => setWork({ ...work, draft: changed })} go={go} />;
  }
  if (step === 2) return <PreviewStep guess={guess} draft={draft} go={go} rehearse={rehearse} />;
  const rows = rehearsal.data?.rows ?? 0;
  return (
    <RehearsalStep
      kind={draft.kind}
      rehearsal={rehearsal}
      again={rehearse}
      start={{
        ...start,
        begin: (isReplay) => {
          memory.remember(guess, draft);
          start.begin({ ...reading, replay_rules: isReplay }, rows);
        },
      }}
      back={() => go(1)}
    />
  );
}

/** Begin, and go to the import's own page; the address tells it how many rows there are. */
function useStart() {
  const go = useNavigate();
  const { search } = useScope();
  const { mutate, isPending, error } = api.useMutation("post", "/api/staff/imports");
  type Body = Parameters<typeof mutate>[0]["body"];
  const begin = (body: Body, rows: number) =>
    mutate(
      { body },
      {
        onSuccess: ({ id }) => {
          const params = new URLSearchParams(search);
          params.set("rows", String(rows));
          go(`/imports/${id}?${params}`, { replace: true });
        },
      },
    );
  return { begin, isPending, error };
}
