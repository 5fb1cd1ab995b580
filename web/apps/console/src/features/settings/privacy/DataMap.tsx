/** Every table that keeps something of members, with its items; searched as one types. */
import { api, type Shapes } from "@shuke/api";
import { inLanguage } from "@shuke/core";
import { Card, Descriptions, Empty, Flex, Input, Skeleton, Tag, Typography } from "antd";
import { useDeferredValue, useState } from "react";
import { ProblemView } from "../../../kit/Problem";
import { useRoleName } from "../../../kit/roles";
import { Table } from "../../../kit/Table";
import { fitting, type KeptField, type KeptTable } from "./map";
import { usePrivacyTexts } from "./words";

const LONG = 300_000;

export function DataMap() {
  const { say } = usePrivacyTexts();
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text);
  const { data, error, refetch } = api.useQuery("get", "/api/staff/data-map", {}, { staleTime: LONG });
  if (error) return <ProblemView thrown={error} again={() => void refetch()} />;
  if (!data) return <Skeleton active paragraph={{ rows: 10 }} />;
  const tables = fitting(data.tables, wanted);
  const fields = tables.reduce((sum, table) => sum + table.fields.length, 0);
  return (
    <Flex vertical gap={16}>
      <Who map={data} />
      <Flex gap={12} align="center" wrap>
        <Input.Search
          aria-label={say("search")}
          placeholder={say("search")}
          allowClear
          value={text}
          onChange={({ target }) => setText(target.value)}
          style={{ maxWidth: 320 }}
        />
        <Typography.Text type="secondary" role="status">
          {say("found", { tables: tables.length, fields })}
        </Typography.Text>
      </Flex>
      {tables.length === 0 && <Empty description={say("nothing")} />}
      {tables.filter(holdsWords).map((table) => (
        <KeptCard key={table.table} table={table} />
      ))}
      <Bare tables={tables.filter((table) => !holdsWords(table))} />
    </Flex>
  );
}

function Who({ map }: { map: Shapes["DataMapOut"] }) {
  const { say } = usePrivacyTexts();
  const role = useRoleName();
  const named = (roles: readonly string[]) => roles.map(role).join(" · ");
  return (
    <Descriptions
      title={say("who")}
      size="small"
      bordered
      column={{ xs: 1, md: 2 }}
      items={[
        { key: "seen", label: say("seen"), children: named(map.seen_by) },
        { key: "revealed", label: say("revealed"), children: named(map.revealed_by) },
        { key: "copied", label: say("copied"), children: named(map.copied_by) },
        { key: "erased", label: say("erased"), children: named(map.erased_by) },
      ]}
    />
  );
}

function KeptCard({ table }: { table: KeptTable }) {
  const { say, language } = usePrivacyTexts();
  return (
    <Card
      size="small"
      title={inLanguage(table.label, language)}
      extra={
        <Typography.Text type="secondary" code>
          {table.table}
        </Typography.Text>
      }
    >
      <Flex vertical gap={8}>
        <span>{inLanguage(table.purpose, language)}</span>
        <Typography.Text type="secondary">
          {say("keptFor")}: {inLanguage(table.kept_for, language)}
          <br />
          {say("basis")}: {inLanguage(table.basis, language)}
        </Typography.Text>
        <Fields fields={table.fields} />
      </Flex>
    </Card>
  );
}

function holdsWords(table: KeptTable): boolean {
  return table.fields.length > 0;
}

/** The tables that keep only ids, amounts and days under a member's id, in one list. */
function Bare({ tables }: { tables: KeptTable[] }) {
  const { say, language } = usePrivacyTexts();
  if (tables.length === 0) return null;
  return (
    <Card size="small" title={say("rows")}>
      <Table<KeptTable>
        stacks
        rowKey="table"
        dataSource={tables}
        pagination={false}
        columns={[
          { title: say("data"), render: (_, { label }) => inLanguage(label, language) },
          { title: say("purpose"), render: (_, { purpose }) => inLanguage(purpose, language) },
          { title: say("keptFor"), render: (_, each) => inLanguage(each.kept_for, language) },
          { title: say("table"), render: (_, { table }) => <Typography.Text code>{table}</Typography.Text> },
        ]}
      />
    </Card>
  );
}

const COLOURS = { none: "default", personal: "processing", sensitive: "error", child: "warning" } as const;

function Fields({ fields }: { fields: readonly KeptField[] }) {
  const { say, language } = usePrivacyTexts();
  return (
    <Table<KeptField>
      stacks
      rowKey="field"
      dataSource={[...fields]}
      pagination={false}
      columns={[
        { title: say("data"), render: (_, { label }) => inLanguage(label, language) },
        { title: say("purpose"), render: (_, { purpose }) => inLanguage(purpose, language) },
        {
          title: say("class"),
          render: (_, each) => (
            <Flex gap={4}>
              <Tag color={COLOURS[each.data_class]}>{say(each.data_class)}</Tag>
              {each.sealed && <Tag color="success">{say("sealed")}</Tag>}
              {each.in_copy && <Tag>{say("inCopy")}</Tag>}
            </Flex>
          ),
        },
        { title: say("shown"), render: (_, { mask }) => say(mask) },
        { title: say("ending"), render: (_, { ending }) => say(ending) },
      ]}
    />
  );
}
