/** All imports, the latest first: what each brought, where it stands, and what came of its rows. */
import { UploadOutlined } from "@ant-design/icons";
import { api } from "@shuke/api";
import { count, type Language, money } from "@shuke/core";
import { Button, Empty, Flex, type TableColumnsType } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { PageHead } from "../../kit/PageHead";
import { NotAllowed, ProblemView } from "../../kit/Problem";
import { useScope } from "../../kit/scope";
import { Table } from "../../kit/Table";
import { useMay } from "../../session/session";
import { momentText, StateTag } from "./Parts";
import { isAtWork, type Run, type Summary } from "./progress";
import { useImportTexts } from "./words";

const POLL_MS = 3_000;

export default function ImportsPage() {
  const { say } = useImportTexts();
  if (!useMay()("imports")) return <NotAllowed />;
  return (
    <>
      <PageHead title={say("title")} says={say("says")} actions={<Fresh />} />
      <List />
    </>
  );
}

function Fresh() {
  const { say } = useImportTexts();
  const { search } = useScope();
  return (
    <Link to={`/imports/new${search}`}>
      <Button type="primary" icon={<UploadOutlined />}>
        {say("fresh")}
      </Button>
    </Link>
  );
}

function List() {
  const { say } = useImportTexts();
  const [cursor, setCursor] = useState("");
  const columns = useColumns();
  const { data, error, isLoading, refetch } = api.useQuery(
    "get",
    "/api/staff/imports",
    { params: { query: { limit: 50, cursor } } },
    { refetchInterval: ({ state }) => (state.data?.items.some(isAtWork) ? POLL_MS : false) },
  );
  if (error) return <ProblemView thrown={error} again={() => void refetch()} />;
  if (data?.items.length === 0 && !cursor) return <None />;
  return (
    <Flex vertical gap={12}>
      <Table<Run>
        stacks
        rowKey="id"
        loading={isLoading}
        dataSource={data?.items ?? []}
        columns={columns}
        pagination={false}
      />
      {(cursor || data?.next) && (
        <Flex gap={8} justify="flex-end">
          {cursor && <Button onClick={() => setCursor("")}>{say("firstPage")}</Button>}
          <Button disabled={!data?.next} onClick={() => setCursor(data?.next ?? "")}>
            {say("nextPage")}
          </Button>
        </Flex>
      )}
    </Flex>
  );
}

function None() {
  const { say } = useImportTexts();
  return (
    <Empty
      style={{ padding: 48 }}
      description={
        <>
          <strong>{say("none")}</strong>
          <br />
          {say("noneHow")}
        </>
      }
    >
      <Fresh />
    </Empty>
  );
}

function useColumns(): TableColumnsType<Run> {
  const { say, language } = useImportTexts();
  const { search } = useScope();
  const figure = (title: string, of: (summary: Summary) => string) => ({
    title,
    align: "right" as const,
    render: (_: unknown, run: Run) => of(run.summary),
  });
  const counted = (title: string, name: keyof Summary) =>
    figure(title, (summary) => countText(summary[name], language));
  return [
    {
      title: say("startedAt"),
      render: (_, run) => (
        <Link to={`/imports/${run.id}${search}`}>{momentText(run.started_at, language)}</Link>
      ),
    },
    { title: say("kind"), render: (_, run) => say(run.kind) },
    { title: say("state"), render: (_, run) => <StateTag state={run.state} /> },
    counted(say("rows"), "rows"),
    counted(say("accepted"), "accepted"),
    counted(say("rejected"), "rejected"),
    counted(say("duplicates"), "duplicates"),
    counted(say("receiptsMade"), "receipts"),
    counted(say("membersMade"), "members"),
    figure(say("amount"), ({ amount_minor: fen }) => (fen ? money(fen, language) : "–")),
  ];
}

function countText(value: number, language: Language): string {
  return value ? count(value, language) : "–";
}
