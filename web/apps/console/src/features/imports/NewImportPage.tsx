/** Bring a file in, step by step: the file, its columns, its first rows, a rehearsal, the start. */
import { api, type Shapes } from "@shuke/api";
import { Card, Flex, Grid, Skeleton, Steps } from "antd";
import { useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { PageHead } from "../../kit/PageHead";
import { NotAllowed, ProblemView } from "../../kit/Problem";
import { useScope } from "../../kit/scope";
import { useMay } from "../../session/session";
import { FileStep } from "./FileStep";
import type { Kind } from "./fields";
import { MappingStep } from "./MappingStep";
import { type Draft, type Guess, readingOf } from "./mapping";
import { begun, useMemory } from "./memory";
import { PreviewStep } from "./PreviewStep";
import { isTrying } from "./progress";
import { RehearsalStep } from "./RehearsalStep";
import { useImportTexts } from "./words";

const STEPS = ["stepFile", "stepMapping", "stepPreview", "stepRehearsal"] as const;
const LAST = STEPS.length - 1;
const POLL_MS = 1_000;

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
  const [rehearsalId] = useRehearsalId();
  if (!useMay()("imports")) return <NotAllowed />;
  return (
    <>
      <PageHead title={say("fresh")} actions={<Link to={`/imports${search}`}>{say("back")}</Link>} />
      <Flex vertical gap={16}>
        <Steps
          size="small"
          responsive={false}
          current={rehearsalId ? LAST : step}
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

/** The trial run stands in the address, so that a reload goes on watching it. */
function useRehearsalId() {
  const [params, setParams] = useSearchParams();
  const choose = (id: string | null) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (id) next.set("rehearsal", id);
        else next.delete("rehearsal");
        return next;
      },
      { replace: true },
    );
  return [params.get("rehearsal"), choose] as const;
}

function Step({ step, go }: { step: number; go: (step: number) => void }) {
  const [work, setWork] = useState<Work | null>(null);
  const [rehearsalId, watch] = useRehearsalId();
  const { rehearse, isPending, error } = useRehearse(watch);
  const memory = useMemory();
  if (rehearsalId) {
    const back = () => {
      watch(null);
      go(work ? 1 : 0);
    };
    const remember = () => work && memory.remember(work.guess, work.draft);
    return <Watched key={rehearsalId} id={rehearsalId} rehearse={rehearse} remember={remember} back={back} />;
  }
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
  if (step === 1) {
    return <MappingStep {...work} change={(changed) => setWork({ ...work, draft: changed })} go={go} />;
  }
  return (
    <>
      {error && <ProblemView thrown={error} />}
      <PreviewStep
        guess={guess}
        draft={draft}
        go={go}
        rehearse={() => rehearse(readingOf(guess.upload_id, draft))}
        isPending={isPending}
      />
    </>
  );
}

interface WatchedProps {
  id: string;
  rehearse: (reading: Shapes["Reading"]) => void;
  /** Keep for the next file of the same columns how this one was read. */
  remember: () => void;
  back: () => void;
}

function Watched({ id, rehearse, remember, back }: WatchedProps) {
  const start = useStart();
  const { data, error, refetch } = api.useQuery(
    "get",
    "/api/staff/imports/rehearsals/{rehearsal_id}",
    { params: { path: { rehearsal_id: id } } },
    { refetchInterval: ({ state }) => (state.data && isTrying(state.data) ? POLL_MS : false) },
  );
  if (error && !data) return <ProblemView thrown={error} again={() => void refetch()} />;
  if (!data) return <Skeleton active />;
  const begin = (isReplay: boolean) => {
    remember();
    start.begin({ ...data.reading, replay_rules: isReplay }, data.summary?.rows ?? 0);
  };
  return (
    <>
      {start.error && <ProblemView thrown={start.error} />}
      <RehearsalStep
        rehearsal={data}
        again={() => rehearse(data.reading)}
        start={{ begin, isPending: start.isPending }}
        back={back}
      />
    </>
  );
}

function useRehearse(watch: (id: string) => void) {
  const { mutate, isPending, error } = api.useMutation("post", "/api/staff/imports/rehearsals");
  const rehearse = (reading: Shapes["Reading"]) =>
    mutate({ body: reading }, { onSuccess: ({ id }) => watch(id) });
  return { rehearse, isPending, error };
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
