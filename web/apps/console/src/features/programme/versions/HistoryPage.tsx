/** Every version of a rule along a line of time, and what any two of them differ in. */
import { inLanguage } from "@shuke/core";
import { Card, Flex, Select, Skeleton, Timeline, Typography } from "antd";
import { Link, useSearchParams } from "react-router";
import { PageHead } from "../../../kit/PageHead";
import { ProblemView } from "../../../kit/Problem";
import { useScope } from "../../../kit/scope";
import { useKind } from "../kinds";
import { differences } from "../model/difference";
import { documentOf } from "../model/form";
import { type Form, useForm, useVersions, type Version } from "../rules";
import { titleOf, useSpeaker } from "../useNames";
import { useProgrammeTexts } from "../words";
import { Changes } from "./Changes";
import { momentText, StandingTag, usePeople, useSpan } from "./Parts";

const MOST = 200;

export default function HistoryPage() {
  const kind = useKind();
  const [params] = useSearchParams();
  const key = params.get("key") ?? "default";
  const form = useForm(kind);
  const versions = useVersions({ kind, key, limit: MOST });
  const { language, say } = useProgrammeTexts();
  const error = form.error ?? versions.error;
  if (error) return <ProblemView thrown={error} />;
  if (!form.data || !versions.data) return <Skeleton active />;
  const rows = versions.data.pages.flatMap((page) => page.items);
  const latest = rows[0];
  const name = form.data.keyed && latest ? ` · ${titleOf(latest, language)}` : "";
  return (
    <>
      <PageHead title={`${inLanguage(form.data, language)}${name} · ${say("history")}`} />
      <div
        style={{
          display: "grid",
          gap: 16,
          gridTemplateColumns: "repeat(auto-fit, minmax(min(360px, 100%), 1fr))",
        }}
      >
        <Card title={say("timeLine")}>
          <Line rows={rows} />
        </Card>
        <Card title={say("compare")}>
          <Comparison rows={rows} form={form.data} />
        </Card>
      </div>
    </>
  );
}

export function Line({ rows }: { rows: readonly Version[] }) {
  return (
    <Timeline
      items={rows.map((row) => ({ key: row.id, content: <Event row={row} />, color: colourOf(row) }))}
    />
  );
}

function colourOf({ standing }: Version): string {
  return { in_force: "green", coming: "blue", draft: "orange", past: "gray", withdrawn: "gray" }[standing];
}

function Event({ row }: { row: Version }) {
  const { say, language } = useProgrammeTexts();
  const { search } = useScope();
  const people = usePeople();
  const span = useSpan();
  const proposed = { by: people(row.proposed_by_name), at: momentText(row.proposed_at, language) };
  return (
    <Flex vertical gap={2}>
      <Flex gap={8} align="center" wrap>
        <Link to={`/programme/versions/${row.id}${search}`}>{say("nth", { number: row.number })}</Link>
        <StandingTag standing={row.standing} />
        <span>{span(row)}</span>
      </Flex>
      <Typography.Text type="secondary">{say("proposedAt", proposed)}</Typography.Text>
      {row.approved_at && (
        <Typography.Text type="secondary">
          {say("approvedAt", { by: people(row.approved_by_name), at: momentText(row.approved_at, language) })}
        </Typography.Text>
      )}
      {row.withdrawn_at && (
        <Typography.Text type="secondary">
          {say("withdrawnSays", {
            by: people(row.withdrawn_by_name),
            at: momentText(row.withdrawn_at, language),
          })}
          {row.withdrawn_because && ` · ${say("because", { reason: row.withdrawn_because })}`}
        </Typography.Text>
      )}
      {row.note && <span>{row.note}</span>}
    </Flex>
  );
}

function Comparison({ rows, form }: { rows: readonly Version[]; form: Form }) {
  const { say } = useProgrammeTexts();
  const [params, setParams] = useSearchParams();
  const newer = rows.find((row) => row.id === params.get("newer")) ?? rows[0];
  const older = rows.find((row) => row.id === params.get("older")) ?? rows[1] ?? rows[0];
  const bodies = [older, newer].map((row) => (row ? documentOf(row.body) : {}));
  const speaker = useSpeaker(...bodies);
  const choose = (name: "older" | "newer") => (id: string) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      next.set(name, id);
      return next;
    });
  const options = rows.map((row) => ({
    value: row.id,
    label: `${say("nth", { number: row.number })} · ${say(row.standing)} · ${row.effective_from}`,
  }));
  return (
    <Flex vertical gap={16}>
      <Flex gap={8} wrap>
        {(["older", "newer"] as const).map((name) => (
          <Select
            key={name}
            aria-label={say(name)}
            value={(name === "older" ? older : newer)?.id ?? null}
            onChange={(id: string | null) => id && choose(name)(id)}
            options={options}
            style={{ flex: "1 1 180px" }}
          />
        ))}
      </Flex>
      <Changes changes={differences(form.form, bodies[0] ?? {}, bodies[1] ?? {}, speaker)} />
    </Flex>
  );
}
