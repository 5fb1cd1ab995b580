/** Put a report together: fields at the left, what comes of them at the right, at once. */
import { ClockCircleOutlined } from "@ant-design/icons";
import { api } from "@shuke/api";
import {
  Button,
  Card,
  Collapse,
  Flex,
  Grid,
  InputNumber,
  Segmented,
  Select,
  Skeleton,
  Tag,
  Tooltip,
} from "antd";
import { useEffect, useState } from "react";
import { Link, useParams } from "react-router";
import { PageHead } from "../../kit/PageHead";
import { NotAllowed, ProblemView } from "../../kit/Problem";
import { useScope } from "../../kit/scope";
import { useMay } from "../../session/session";
import { Chosen } from "./Chosen";
import type { Cut, Fields } from "./cut";
import { Exports } from "./Exports";
import { FieldList } from "./FieldList";
import { Filters } from "./Filters";
import { useFields } from "./names";
import { PeriodPicker } from "./PeriodPicker";
import { Result } from "./Result";
import { type Saved, Saving } from "./Saving";
import { ScheduleDrawer } from "./schedules/ScheduleDrawer";
import { offeredName } from "./sentence";
import { useAnswer } from "./useAnswer";
import { useDraft } from "./useDraft";
import { useBuilderTexts } from "./words";

export default function BuilderPage() {
  const { reportId } = useParams();
  const fields = useFields();
  const saved = api.useQuery(
    "get",
    "/api/staff/saved-reports/{report_id}",
    { params: { path: { report_id: reportId ?? "" } } },
    { enabled: reportId !== undefined },
  );
  if (!useMay()("reports.see")) return <NotAllowed />;
  const error = fields.error ?? saved.error;
  if (error)
    return <ProblemView thrown={error} again={() => void (fields.error ? fields : saved).refetch()} />;
  if (!fields.data || (reportId && !saved.data)) return <Skeleton active paragraph={{ rows: 12 }} />;
  return <Builder key={reportId ?? "new"} fields={fields.data} saved={(reportId && saved.data) || null} />;
}

function Builder({ fields, saved }: { fields: Fields; saved: Saved | null }) {
  const { say, language } = useBuilderTexts();
  const isWide = Grid.useBreakpoint().lg ?? true;
  const draft = useDraft(saved?.document ?? null, fields);
  const { cut, change } = draft;
  const [cursor, go] = useState("");
  const asked = useAnswer(cut, cursor);
  const text = JSON.stringify(cut);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question begins on its first page
  useEffect(() => go(""), [text]);
  const list = <FieldList fields={fields} cut={cut} change={change} />;
  const name = saved?.name ?? offeredName(cut, fields, language);
  return (
    <>
      <Head draft={draft} saved={saved} name={name} />
      <Flex gap={16} align="flex-start" vertical={!isWide}>
        <div style={{ width: isWide ? 300 : "100%", flexShrink: 0 }}>
          {isWide ? (
            list
          ) : (
            <Collapse size="small" items={[{ key: "fields", label: say("fields"), children: list }]} />
          )}
        </div>
        <Flex vertical gap={16} style={{ flex: 1, minWidth: 0, width: "100%" }}>
          <Card size="small">
            <Flex vertical gap={12}>
              <Choices cut={cut} change={change} />
              <Chosen
                title={say("groups")}
                empty={say("noGroup")}
                names={cut.groups}
                fields={fields}
                change={(groups) => change({ groups })}
              />
              <Chosen
                title={say("figures")}
                empty={say("noFigure")}
                names={cut.figures}
                fields={fields}
                change={(figures) => change({ figures })}
              />
              <Filters fields={fields} cut={cut} change={change} />
            </Flex>
          </Card>
          <Result
            fields={fields}
            cut={cut}
            change={change}
            asked={asked}
            page={{ isFirst: cursor === "", go }}
          />
        </Flex>
      </Flex>
    </>
  );
}

interface HeadProps {
  draft: ReturnType<typeof useDraft>;
  saved: Saved | null;
  name: string;
}

function Head({ draft, saved, name }: HeadProps) {
  const { say } = useBuilderTexts();
  const { search } = useScope();
  const [isPlanning, plan] = useState(false);
  return (
    <>
      <PageHead
        title={saved?.name ?? say("fresh")}
        says={
          <Flex gap={8} wrap align="center" component="span">
            <Link to={`/reports${search}`}>{say("back")}</Link>
            {saved === null && <span>{say("saysFresh")}</span>}
            {saved?.is_own && saved.is_shared && <Tag>{say("shared")}</Tag>}
            {saved && !saved.is_own && <Tag>{say("readOnly", { owner: saved.owner })}</Tag>}
            {saved && draft.isChanged && <Tag color="warning">{say("unsaved")}</Tag>}
          </Flex>
        }
        actions={
          <>
            <Exports cut={draft.cut} name={name} />
            <Tooltip title={saved ? undefined : say("saveFirst")}>
              <Button icon={<ClockCircleOutlined />} disabled={!saved} onClick={() => plan(true)}>
                {say("schedule")}
              </Button>
            </Tooltip>
            <Saving
              cut={draft.cut}
              saved={saved}
              isChanged={draft.isChanged}
              offered={name}
              forget={draft.forget}
            />
          </>
        }
      />
      {saved && isPlanning && (
        <ScheduleDrawer reportId={saved.id} name={saved.name} close={() => plan(false)} />
      )}
    </>
  );
}

const COMPARES = ["none", "before", "year"] as const;

function Choices({ cut, change }: { cut: Cut; change: (changes: Partial<Cut>) => void }) {
  const { say } = useBuilderTexts();
  return (
    <Flex gap={12} wrap align="center">
      <PeriodPicker period={cut.period} change={(period) => change({ period })} />
      <Select
        aria-label={say("compare")}
        value={cut.compare}
        onChange={(compare) => change({ compare })}
        options={COMPARES.map((value) => ({ value, label: say(value) }))}
        style={{ width: 150 }}
      />
      <Segmented
        aria-label={say("view")}
        value={cut.view}
        onChange={(view) => change({ view })}
        options={(["owner", "seller"] as const).map((value) => ({ value, label: say(value) }))}
      />
      <InputNumber
        aria-label={say("top")}
        placeholder={say("top")}
        min={1}
        max={10_000}
        precision={0}
        value={cut.top ?? null}
        onChange={(top) => change({ top })}
        style={{ width: 150 }}
      />
    </Flex>
  );
}
