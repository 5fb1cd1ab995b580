/** One version: where it stands, what it changes, what it would have done on the past, and the way into force. */
import { inLanguage } from "@shuke/core";
import { Button, Card, Collapse, Flex, Skeleton, Steps } from "antd";
import { Link, useParams } from "react-router";
import { PageHead } from "../../../kit/PageHead";
import { ProblemView } from "../../../kit/Problem";
import { useScope } from "../../../kit/scope";
import { useMay } from "../../../session/session";
import { differences } from "../model/difference";
import { documentOf } from "../model/form";
import { type Form, useForm, useVersion, useVersions, type Version } from "../rules";
import { TrialPanel } from "../trial/TrialPanel";
import { titleOf, useSpeaker } from "../useNames";
import { useProgrammeTexts } from "../words";
import { Approval } from "./Approval";
import { Changes } from "./Changes";
import { Line } from "./HistoryPage";
import { StandingTag, useSpan } from "./Parts";
import { Reading } from "./Reading";

export default function VersionPage() {
  const { versionId = "" } = useParams();
  const version = useVersion(versionId);
  const form = useForm(version.data?.kind ?? "");
  if (version.error) return <ProblemView thrown={version.error} again={() => void version.refetch()} />;
  if (!version.data || !form.data || form.data.kind !== version.data.kind) return <Skeleton active />;
  return <Shown key={versionId} version={version.data} form={form.data} />;
}

function Shown({ version, form }: { version: Version; form: Form }) {
  const { say, language } = useProgrammeTexts();
  const may = useMay();
  const span = useSpan();
  const all = useVersions({ kind: version.kind, key: version.key, limit: 200 });
  const rows = all.data?.pages.flatMap((page) => page.items) ?? [];
  const name = form.keyed ? ` · ${titleOf(version, language)}` : "";
  const isDraft = version.standing === "draft";
  return (
    <>
      <PageHead
        title={`${inLanguage(form, language)}${name} · ${say("nth", { number: version.number })}`}
        says={
          <Flex gap={8} align="center" wrap component="span">
            <StandingTag standing={version.standing} />
            {span(version)}
            {version.note && <span>· {version.note}</span>}
          </Flex>
        }
        actions={<Ways version={version} form={form} />}
      />
      <Flex vertical gap={16}>
        <Way version={version} form={form} />
        {isDraft && <Approval version={version} />}
        <Difference version={version} form={form} rows={rows} />
        {form.trial && may("rules.try") && <TrialPanel version={version} trial={form.trial} />}
        <Content version={version} form={form} rows={rows} />
      </Flex>
    </>
  );
}

function Ways({ version, form }: { version: Version; form: Form }) {
  const { say } = useProgrammeTexts();
  const may = useMay();
  const { search } = useScope();
  const joined = (path: string, more: string) => `${path}${search ? `${search}&` : "?"}${more}`;
  return (
    <>
      <Link to={joined(`/programme/${form.kind}/history`, `key=${encodeURIComponent(version.key)}`)}>
        <Button>{say("history")}</Button>
      </Link>
      {may("rules.change") && (
        <Link to={joined(`/programme/${form.kind}/edit`, `version=${version.id}`)}>
          <Button type={version.standing === "in_force" ? "primary" : "default"}>{say("change")}</Button>
        </Link>
      )}
    </>
  );
}

/** From draft to force, with what is done. */
function Way({ version, form }: { version: Version; form: Form }) {
  const { say } = useProgrammeTexts();
  const done = { draft: 1, withdrawn: 1, coming: 3, in_force: 4, past: 4 }[version.standing];
  return (
    <Card size="small">
      <Steps
        size="small"
        current={done}
        status={version.standing === "withdrawn" ? "error" : "process"}
        items={[
          { title: say("stepDraft"), content: version.proposed_by_name || say("system") },
          { title: say("stepTrial"), content: say(form.trial ? "optional" : "noTrial") },
          {
            title: say("stepApproval"),
            content: version.approved_at ? version.approved_by_name || say("system") : "–",
          },
          { title: say("stepForce"), content: version.effective_from },
        ]}
      />
    </Card>
  );
}

function Difference({ version, form, rows }: { version: Version; form: Form; rows: readonly Version[] }) {
  const { say } = useProgrammeTexts();
  const before = precedes(version, rows);
  const [was, is] = [before ? documentOf(before.body) : {}, documentOf(version.body)];
  const speaker = useSpeaker(was, is);
  if (!before) return null;
  return (
    <Card title={say("changesOf", { number: before.number })}>
      <Changes changes={differences(form.form, was, is, speaker)} />
    </Card>
  );
}

/** What held until then: the last approved version that came into force no later. */
function precedes(version: Version, rows: readonly Version[]): Version | undefined {
  return rows
    .filter((row) => row.approved_at && row.id !== version.id && row.number < version.number)
    .filter((row) => row.effective_from <= version.effective_from)
    .sort(
      (one, other) => other.effective_from.localeCompare(one.effective_from) || other.number - one.number,
    )[0];
}

function Content({ version, form, rows }: { version: Version; form: Form; rows: readonly Version[] }) {
  const { say } = useProgrammeTexts();
  const body = documentOf(version.body);
  const speaker = useSpeaker(body);
  const text = (
    <pre style={{ margin: 0, overflowX: "auto", fontSize: 13 }}>{JSON.stringify(body, null, 2)}</pre>
  );
  return (
    <Collapse
      defaultActiveKey={["reading", "line"]}
      items={[
        {
          key: "reading",
          label: say("reading"),
          children: <Reading form={form.form} body={body} speaker={speaker} />,
        },
        { key: "line", label: say("timeLine"), children: <Line rows={rows} /> },
        { key: "json", label: say("json"), children: text },
      ]}
    />
  );
}
