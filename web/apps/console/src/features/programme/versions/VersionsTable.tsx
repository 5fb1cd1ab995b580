/** Versions of a kind: what they are called, where they stand, who is behind them. */
import { Button, Flex } from "antd";
import { Link } from "react-router";
import { useScope } from "../../../kit/scope";
import { Table } from "../../../kit/Table";
import { documentOf, type Node } from "../model/form";
import { describe } from "../model/speech";
import type { Form, useVersions, Version } from "../rules";
import { titleOf, useSpeaker } from "../useNames";
import { useProgrammeTexts } from "../words";
import { StandingTag, usePeople, useSpan } from "./Parts";

interface Props {
  form: Form;
  query: ReturnType<typeof useVersions>;
}

/** What a rule of many is about, said in its row. */
const TOLD: Readonly<Record<string, readonly string[]>> = {
  "promotions.rule": ["offer"],
  "coupons.template": ["gives", "threshold_minor"],
  "coupons.bundle": ["contents"],
  "passes.plan": ["sessions", "price_minor"],
  "rewards.reward": ["gives", "points"],
  "benefits.benefit": ["kind", "percent_off"],
  "benefits.card": ["price_minor", "months"],
};

export function VersionsTable({ form, query }: Props) {
  const { say, language } = useProgrammeTexts();
  const { search } = useScope();
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const people = usePeople();
  const span = useSpan();
  const tell = useTelling(form, rows);
  const named = form.keyed
    ? [
        {
          title: say("name"),
          render: (_: unknown, row: Version) => (
            <Link to={`/programme/versions/${row.id}${search}`}>{titleOf(row, language)}</Link>
          ),
        },
        { title: say("content"), render: (_: unknown, row: Version) => tell(row) },
        { title: say("code"), dataIndex: "key" },
      ]
    : [];
  return (
    <Flex vertical gap={12}>
      <Table<Version>
        stacks
        rowKey="id"
        dataSource={rows}
        loading={query.isLoading}
        pagination={false}
        locale={{ emptyText: say("noVersions") }}
        columns={[
          ...named,
          {
            title: say("version"),
            render: (_, row) => (
              <Link to={`/programme/versions/${row.id}${search}`}>{say("nth", { number: row.number })}</Link>
            ),
          },
          { title: say("standing"), render: (_, row) => <StandingTag standing={row.standing} /> },
          { title: say("inForceSpan"), render: (_, row) => span(row) },
          { title: say("proposedBy"), render: (_, row) => people(row.proposed_by_name) },
          {
            title: say("approvedBy"),
            render: (_, row) => (row.approved_at ? people(row.approved_by_name) : "–"),
          },
          { title: say("note"), dataIndex: "note", ellipsis: true, width: 200 },
        ]}
      />
      {query.hasNextPage && (
        <Button
          onClick={() => void query.fetchNextPage()}
          loading={query.isFetchingNextPage}
          style={{ alignSelf: "center" }}
        >
          {say("more")}
        </Button>
      )}
    </Flex>
  );
}

function useTelling(form: Form, rows: readonly Version[]) {
  const speaker = useSpeaker(...rows.map((row) => documentOf(row.body)));
  const fields = TOLD[form.kind] ?? [];
  return (row: Version) => {
    const body = documentOf(row.body);
    const said = fields
      .filter((name) => body[name] !== undefined && body[name] !== null && body[name] !== 0)
      .map((name) =>
        told(
          form.form.properties?.[name] ?? {},
          describe(form.form.properties?.[name] ?? {}, body[name], speaker),
          name,
          speaker.language,
        ),
      );
    return <div style={{ maxWidth: 320, whiteSpace: "normal" }}>{said.join(language(speaker.language))}</div>;
  };
}

function told(node: Node, text: string, name: string, language: "zh" | "en"): string {
  if (["offer", "gives", "contents", "kind"].includes(name)) return text;
  return `${(language === "zh" ? node.zh : node.en) ?? ""} ${text}`;
}

function language(of: "zh" | "en"): string {
  return of === "zh" ? ";" : "; ";
}
