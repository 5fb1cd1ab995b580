/** The audit trail: narrowed by act, person and days, each entry with what changed and a way to what it is about. */
import { DownloadOutlined } from "@ant-design/icons";
import { api } from "@shuke/api";
import { inLanguage, shift } from "@shuke/core";
import { Button, Empty, Flex, Typography } from "antd";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { byCursor, type DataColumn, DataTable, rowsOf } from "../../kit/DataTable";
import { momentText } from "../../kit/moments";
import { PageHead } from "../../kit/PageHead";
import { NotAllowed } from "../../kit/Problem";
import { useRoleName } from "../../kit/roles";
import { useMay } from "../../session/session";
import { ChainStatus } from "./ChainStatus";
import { EntryDrawer, useActor } from "./EntryDrawer";
import { choiceOf, type Entry, queryOf } from "./entries";
import { Filters } from "./Filters";
import { useAuditTexts } from "./words";

export default function AuditPage() {
  const { say } = useAuditTexts();
  if (!useMay()("audit.see")) return <NotAllowed />;
  return (
    <>
      <PageHead title={say("title")} says={say("says")} actions={<Files />} />
      <Flex vertical gap={12}>
        <ChainStatus />
        <Filters />
        <List />
      </Flex>
    </>
  );
}

function useAsked() {
  const [params] = useSearchParams();
  return queryOf(choiceOf(params), (day) => shift(day, 1));
}

function Files() {
  const { say } = useAuditTexts();
  const asked = useAsked();
  return (["xlsx", "csv"] as const).map((format) => (
    <Button
      key={format}
      icon={<DownloadOutlined />}
      href={`/api/staff/audit?${new URLSearchParams({ ...asked, format })}`}
      download
    >
      {say(format)}
    </Button>
  ));
}

function List() {
  const { say } = useAuditTexts();
  const query = useAsked();
  const [opened, open] = useState<Entry | null>(null);
  const columns = useColumns();
  const rows = rowsOf<Entry>(
    api.useInfiniteQuery(
      "get",
      "/api/staff/audit",
      { params: { query: { ...query, limit: 100 } } },
      byCursor,
    ),
  );
  const none = (
    <Empty style={{ padding: 48 }} description={<strong>{say("none")}</strong>}>
      <Typography.Text type="secondary">{say("noneHow")}</Typography.Text>
    </Empty>
  );
  return (
    <>
      <DataTable
        name="audit"
        label={say("label")}
        columns={columns}
        rows={rows}
        keyOf={(entry) => entry.id}
        onOpen={open}
        card={(entry) => <EntryCard entry={entry} />}
        empty={none}
      />
      <EntryDrawer entry={opened} close={() => open(null)} />
    </>
  );
}

function EntryCard({ entry }: { entry: Entry }) {
  const { language } = useAuditTexts();
  const actor = useActor();
  return (
    <Flex vertical>
      <strong>{inLanguage(entry.action_name, language)}</strong>
      <span>
        {momentText(entry.at)} · {actor(entry)}
      </span>
      <Subject entry={entry} />
    </Flex>
  );
}

function Subject({ entry }: { entry: Entry }) {
  const { language } = useAuditTexts();
  return [inLanguage(entry.subject_kind, language), entry.subject_label].filter(Boolean).join(" · ") || "–";
}

function useColumns(): DataColumn<Entry>[] {
  const { say, language } = useAuditTexts();
  const role = useRoleName();
  const actor = useActor();
  return [
    { key: "at", title: say("at"), width: 150, isKept: true, render: ({ at }) => momentText(at) },
    {
      key: "action",
      title: say("action"),
      width: 160,
      isKept: true,
      render: ({ action_name }) => inLanguage(action_name, language),
    },
    { key: "person", title: say("person"), width: 170, render: actor },
    { key: "role", title: say("role"), width: 120, render: ({ actor_role }) => role(actor_role) || "–" },
    { key: "subject", title: say("subject"), width: 210, render: (entry) => <Subject entry={entry} /> },
    { key: "store", title: say("store"), width: 190, render: ({ store }) => store || "–" },
    { key: "reason", title: say("reason"), width: 240, render: ({ reason }) => reason || "–" },
    { key: "ip", title: say("ip"), width: 140, isOff: true, render: ({ ip }) => ip || "–" },
    { key: "device", title: say("device"), width: 160, isOff: true, render: ({ device }) => device || "–" },
  ];
}
