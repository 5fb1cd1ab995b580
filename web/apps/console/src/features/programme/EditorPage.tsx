/** A rule is drafted: the form or the text of it, live checks, what it changes, its date. */
import { inLanguage, today } from "@shuke/core";
import { Skeleton } from "antd";
import { useSearchParams } from "react-router";
import { PageHead } from "../../kit/PageHead";
import { NotAllowed, ProblemView } from "../../kit/Problem";
import { useMay } from "../../session/session";
import { Desk } from "./Desk";
import { useKind } from "./kinds";
import { documentOf, fresh, isPart, type Part } from "./model/form";
import { type Form, useForm, useInForce, useVersion, type Version } from "./rules";
import { titleOf } from "./useNames";
import { useProgrammeTexts } from "./words";

const ONLY_KEY = "default";

export default function EditorPage() {
  const kind = useKind();
  const [params] = useSearchParams();
  const form = useForm(kind);
  const based = useVersion(params.get("version"));
  const may = useMay();
  if (!may("rules.change")) return <NotAllowed />;
  if (form.error ?? based.error) return <ProblemView thrown={form.error ?? based.error} />;
  if (!form.data || based.isLoading) return <Skeleton active />;
  const key = based.data?.key ?? params.get("key") ?? (form.data.keyed ? "" : ONLY_KEY);
  return (
    <Based
      key={`${kind} ${params.get("version")}`}
      form={form.data}
      based={based.data ?? null}
      ruleKey={key}
    />
  );
}

/** What is in force is read before the first letter is typed: the draft is compared with it. */
function Based(props: Omit<Props, "present">) {
  const present = useInForce(props.form.kind, props.ruleKey);
  if (present.error) return <ProblemView thrown={present.error} />;
  if (present.isLoading) return <Skeleton active />;
  return <Ready {...props} present={present.version} />;
}

interface Props {
  form: Form;
  based: Version | null;
  present: Version | null;
  ruleKey: string;
}

function Ready({ form, based, present, ruleKey }: Props) {
  const { say, language } = useProgrammeTexts();
  const start = based ?? present;
  const body: Part = start ? documentOf(start.body) : whole(form);
  const name =
    form.keyed && start
      ? `${inLanguage(form, language)} · ${titleOf(start, language)}`
      : inLanguage(form, language);
  const date =
    based?.standing === "draft" && based.effective_from > today() ? based.effective_from : tomorrow();
  return (
    <>
      <PageHead title={say("editTitle", { name })} says={say("editSays")} />
      <Desk form={form} ruleKey={ruleKey} start={body} present={present} replaces={based} date={date} />
    </>
  );
}

function whole({ form }: Form): Part {
  const begun = fresh(form);
  return isPart(begun) ? begun : {};
}

function tomorrow(): string {
  const day = new Date(`${today()}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}
