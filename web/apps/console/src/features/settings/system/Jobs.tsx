/** The queue of jobs: how many are in each state, and each with how it went. */
import { api, type Shapes } from "@shuke/api";
import { count } from "@shuke/core";
import { Card, Empty, Flex, Statistic, Tag, Typography } from "antd";
import { byCursor, type DataColumn, DataTable, rowsOf } from "../../../kit/DataTable";
import { momentText, tookText } from "../../../kit/moments";
import { useSystemTexts, wordFor } from "./words";

type Job = Shapes["JobOut"];

const STATES = ["ready", "running", "dead", "done", "cancelled"] as const;
const COLOURS: Record<string, string> = { running: "processing", done: "success", dead: "error" };
const HEIGHT = 360;

export function Jobs({ counts }: { counts: Record<string, number> }) {
  const { say, language } = useSystemTexts();
  const columns = useColumns();
  const rows = rowsOf<Job>(
    api.useInfiniteQuery("get", "/api/staff/jobs", { params: { query: { limit: 100 } } }, byCursor),
  );
  return (
    <Card size="small" title={say("queue")}>
      <Flex vertical gap={12}>
        <Typography.Text type="secondary">{say("jobsHow")}</Typography.Text>
        <Flex gap={32} wrap>
          {STATES.map((state) => (
            <Statistic key={state} title={say(state)} value={count(counts[state] ?? 0, language)} />
          ))}
        </Flex>
        <DataTable
          name="jobs"
          label={say("jobs")}
          columns={columns}
          rows={rows}
          keyOf={(job) => job.id}
          height={HEIGHT}
          card={(job) => <JobCard job={job} />}
          empty={<Empty description={say("noJobs")} />}
        />
      </Flex>
    </Card>
  );
}

function JobCard({ job }: { job: Job }) {
  return (
    <Flex vertical gap={4}>
      <strong>
        <Task job={job} />
      </strong>
      <span>
        {momentText(job.enqueued_at)} <State job={job} />
      </span>
    </Flex>
  );
}

function Task({ job }: { job: Job }) {
  const { say } = useSystemTexts();
  const name = job.task.split(".").at(-1) ?? job.task;
  const word = wordFor(name);
  return word ? say(word) : name;
}

function State({ job }: { job: Job }) {
  const { say } = useSystemTexts();
  const state = STATES.find((each) => each === job.state);
  return <Tag color={COLOURS[job.state] ?? "default"}>{state ? say(state) : job.state}</Tag>;
}

function useColumns(): DataColumn<Job>[] {
  const { say } = useSystemTexts();
  return [
    { key: "at", title: say("enqueued"), width: 150, render: ({ enqueued_at }) => momentText(enqueued_at) },
    { key: "task", title: say("task"), width: 240, isKept: true, render: (job) => <Task job={job} /> },
    { key: "state", title: say("state"), width: 120, render: (job) => <State job={job} /> },
    {
      key: "took",
      title: say("took"),
      width: 110,
      isFigure: true,
      render: ({ started_at, finished_at }) => tookText(started_at, finished_at),
    },
    {
      key: "tries",
      title: say("tries"),
      width: 90,
      isFigure: true,
      render: ({ attempts, max_attempts }) => `${attempts} / ${max_attempts}`,
    },
    {
      key: "progress",
      title: say("progress"),
      width: 140,
      isFigure: true,
      isOff: true,
      render: ({ progress_done, progress_total }) =>
        progress_total > 0 ? `${progress_done} / ${progress_total}` : "–",
    },
    { key: "error", title: say("error"), width: 320, render: ({ error }) => error || "–" },
  ];
}
