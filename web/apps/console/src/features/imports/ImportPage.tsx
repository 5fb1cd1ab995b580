/** One import: how far it is while it runs, and afterwards what came of it. Its id stands in the address. */
import { api } from "@shuke/api";
import { Alert, Button, Flex, Skeleton } from "antd";
import { Link, useParams } from "react-router";
import { PageHead } from "../../kit/PageHead";
import { NotAllowed, ProblemView } from "../../kit/Problem";
import { useScope } from "../../kit/scope";
import { useMay } from "../../session/session";
import { AtWork } from "./AtWork";
import { Counts, momentText, StateTag } from "./Parts";
import { isAtWork, type Run } from "./progress";
import { Rejects } from "./Rejects";
import { Undo } from "./Undo";
import { useImportTexts } from "./words";

const POLL_MS = 1_000;

export default function ImportPage() {
  const { importId = "" } = useParams();
  const { data, error, refetch } = api.useQuery(
    "get",
    "/api/staff/imports/{import_id}",
    { params: { path: { import_id: importId } } },
    { refetchInterval: ({ state }) => (state.data && isAtWork(state.data) ? POLL_MS : false) },
  );
  if (!useMay()("imports")) return <NotAllowed />;
  if (error && !data) return <Missed thrown={error} again={() => void refetch()} />;
  if (!data) return <Skeleton active />;
  return <Shown run={data} again={() => void refetch()} />;
}

function Missed({ thrown, again }: { thrown: unknown; again: () => void }) {
  const { say } = useImportTexts();
  return (
    <>
      <PageHead title={say("title")} actions={<Ways />} />
      <ProblemView thrown={thrown} again={again} />
    </>
  );
}

function Shown({ run, again }: { run: Run; again: () => void }) {
  const { say, language } = useImportTexts();
  return (
    <>
      <PageHead
        title={`${say("title")} · ${say(run.kind)}`}
        says={
          <Flex gap={8} component="span" align="center" wrap>
            <StateTag state={run.state} />
            {momentText(run.started_at, language)}
          </Flex>
        }
        actions={<Ways />}
      />
      <Flex vertical gap={16}>
        {isAtWork(run) ? <AtWork run={run} again={again} /> : <Over run={run} again={again} />}
      </Flex>
    </>
  );
}

function Ways() {
  const { say } = useImportTexts();
  const { search } = useScope();
  return (
    <>
      <Link to={`/imports/new${search}`}>
        <Button>{say("fresh")}</Button>
      </Link>
      <Link to={`/imports${search}`}>
        <Button>{say("back")}</Button>
      </Link>
    </>
  );
}

function Over({ run, again }: { run: Run; again: () => void }) {
  const { say, language } = useImportTexts();
  return (
    <>
      {run.state === "cancelled" && <Alert type="warning" showIcon title={say("cancelledHow")} />}
      {run.state === "failed" && <Alert type="error" showIcon title={say("failedHow")} />}
      {run.undone_at && (
        <Alert type="info" showIcon title={say("undoneSays", { at: momentText(run.undone_at, language) })} />
      )}
      <Counts kind={run.kind} summary={run.summary} />
      <Undo run={run} again={again} />
      <Rejects run={run} />
    </>
  );
}
