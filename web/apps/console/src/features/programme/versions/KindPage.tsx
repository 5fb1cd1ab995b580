/** One kind of rule: what is in force, what is coming, what waits for approval, what is past. */
import { inLanguage } from "@shuke/core";
import { Button, Card, Empty, Flex, Segmented, Skeleton } from "antd";
import { Link, useSearchParams } from "react-router";
import { PageHead } from "../../../kit/PageHead";
import { ProblemView } from "../../../kit/Problem";
import { useScope } from "../../../kit/scope";
import { useMay } from "../../../session/session";
import { useKind } from "../kinds";
import { documentOf } from "../model/form";
import { type Form, type Standing, useForm, useInForce, useVersions } from "../rules";
import { useSpeaker } from "../useNames";
import { useProgrammeTexts } from "../words";
import { usePeople } from "./Parts";
import { Reading } from "./Reading";
import { VersionsTable } from "./VersionsTable";

const STANDINGS: readonly (Standing | "all")[] = ["in_force", "coming", "draft", "past", "withdrawn", "all"];
const ONLY_KEY = "default";

export default function KindPage() {
  const kind = useKind();
  const { data, error, refetch } = useForm(kind);
  if (error) return <ProblemView thrown={error} again={() => void refetch()} />;
  if (!data) return <Skeleton active />;
  return <Shown key={kind} form={data} />;
}

function Shown({ form }: { form: Form }) {
  const { say, language } = useProgrammeTexts();
  const { search } = useScope();
  const may = useMay();
  const edit = `/programme/${form.kind}/edit${search}`;
  return (
    <>
      <PageHead
        title={inLanguage(form, language)}
        says={language === "zh" ? form.help_zh : form.help_en}
        actions={
          <>
            {!form.keyed && (
              <Link to={`/programme/${form.kind}/history${search}`}>
                <Button>{say("history")}</Button>
              </Link>
            )}
            {may("rules.change") && (
              <Link to={edit}>
                <Button type="primary">{say(form.keyed ? "create" : "change")}</Button>
              </Link>
            )}
          </>
        }
      />
      {form.keyed ? <Many form={form} /> : <One form={form} />}
    </>
  );
}

function Many({ form }: { form: Form }) {
  const { say } = useProgrammeTexts();
  const [params, setParams] = useSearchParams();
  const chosen = STANDINGS.find((each) => each === params.get("standing")) ?? "in_force";
  const query = useVersions({ kind: form.kind, ...(chosen === "all" ? {} : { standing: chosen }) });
  const choose = (standing: string) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      next.set("standing", standing);
      return next;
    });
  return (
    <Flex vertical gap={12}>
      <div style={{ overflowX: "auto" }}>
        <Segmented
          aria-label={say("standing")}
          value={chosen}
          onChange={choose}
          options={STANDINGS.map((each) => ({ value: each, label: say(each) }))}
        />
      </div>
      {query.error ? <ProblemView thrown={query.error} /> : <VersionsTable form={form} query={query} />}
    </Flex>
  );
}

function One({ form }: { form: Form }) {
  const all = useVersions({ kind: form.kind, key: ONLY_KEY });
  return (
    <Flex vertical gap={16}>
      <Present form={form} />
      {(all.data?.pages[0]?.items.length ?? 0) > 0 && <VersionsTable form={form} query={all} />}
    </Flex>
  );
}

function Present({ form }: { form: Form }) {
  const { say } = useProgrammeTexts();
  const { version, isLoading, error } = useInForce(form.kind, ONLY_KEY);
  const people = usePeople();
  const body = version ? documentOf(version.body) : undefined;
  const speaker = useSpeaker(body);
  if (error) return <ProblemView thrown={error} />;
  if (isLoading) return <Skeleton active />;
  if (!version || !body) {
    return (
      <Card>
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say("noneYet")} />
      </Card>
    );
  }
  const since = say("sinceBy", {
    number: version.number,
    from: version.effective_from,
    proposed: people(version.proposed_by_name),
    approved: people(version.approved_by_name),
  });
  return (
    <Card
      title={say("in_force")}
      extra={<span style={{ fontWeight: 400, whiteSpace: "normal" }}>{since}</span>}
    >
      <Reading form={form.form} body={body} speaker={speaker} />
    </Card>
  );
}
