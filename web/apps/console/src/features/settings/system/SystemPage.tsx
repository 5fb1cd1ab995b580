/** Whether the installation can be relied on: checks, backups, the warehouse, and the queue of jobs. */
import { api, type Shapes } from "@shuke/api";
import { count, inLanguage } from "@shuke/core";
import { Alert, Card, Col, Descriptions, Flex, Row, Skeleton, Typography } from "antd";
import { momentText } from "../../../kit/moments";
import { PageHead } from "../../../kit/PageHead";
import { NotAllowed, ProblemView } from "../../../kit/Problem";
import { Table } from "../../../kit/Table";
import { useMay } from "../../../session/session";
import { Jobs } from "./Jobs";
import { useSystemTexts, wordFor } from "./words";

type System = Shapes["SystemOut"];

const POLL_MS = 10_000;
const MIB = 1 << 20;

export default function SystemPage() {
  const { say } = useSystemTexts();
  const isAllowed = useMay()("system.see");
  const { data, error, refetch } = api.useQuery(
    "get",
    "/api/staff/system",
    {},
    { refetchInterval: POLL_MS, enabled: isAllowed },
  );
  if (!isAllowed) return <NotAllowed />;
  return (
    <>
      <PageHead title={say("title")} says={say("says")} />
      {error && <ProblemView thrown={error} again={() => void refetch()} />}
      {!data && !error && <Skeleton active paragraph={{ rows: 10 }} />}
      {data && <Shown system={data} />}
    </>
  );
}

function Shown({ system }: { system: System }) {
  return (
    <Flex vertical gap={16}>
      <Row gutter={[16, 16]}>
        <Col xs={24} lg={12}>
          <Flex vertical gap={16}>
            <Installation system={system} />
            <Backup system={system} />
          </Flex>
        </Col>
        <Col xs={24} lg={12}>
          <Warehouse system={system} />
        </Col>
      </Row>
      <Jobs counts={system.jobs} />
    </Flex>
  );
}

function Installation({ system }: { system: System }) {
  const { say, language } = useSystemTexts();
  const failed = system.checks.filter((check) => !check.passed);
  const named = (code: string) => {
    const word = wordFor(code);
    return word ? say(word) : code;
  };
  return (
    <Card size="small" title={say("checks")}>
      <Flex vertical gap={12}>
        {failed.length === 0 && (
          <Alert type="success" showIcon title={say("allPassed", { count: system.checks.length })} />
        )}
        {failed.map((check) => (
          <Alert
            key={check.check}
            type={check.fatal ? "error" : "warning"}
            showIcon
            title={inLanguage(check.meaning, language)}
          />
        ))}
        <Descriptions
          size="small"
          column={1}
          items={[
            { key: "version", label: say("version"), children: system.version },
            { key: "database", label: say("database"), children: named(system.database) },
            { key: "engine", label: say("engine"), children: named(system.engine) },
          ]}
        />
      </Flex>
    </Card>
  );
}

function Backup({ system }: { system: System }) {
  const { say, language } = useSystemTexts();
  const last = system.last_backup;
  return (
    <Card size="small" title={say("backup")}>
      <Flex vertical gap={12}>
        {!last && <Alert type="warning" showIcon title={say("backupNever")} />}
        {last && (
          <Alert
            type={last.problem ? "error" : "success"}
            showIcon
            title={say(last.problem ? "backupBad" : "backupOk", { at: momentText(last.made_at) })}
            description={last.problem || undefined}
          />
        )}
        {last && !last.problem && (
          <Descriptions
            size="small"
            column={1}
            items={[
              {
                key: "size",
                label: say("size"),
                children: `${count(Math.round(last.bytes / MIB), language)} MiB`,
              },
              {
                key: "proved",
                label: say("provedAccounts"),
                children: count(last.accounts_proved, language),
              },
            ]}
          />
        )}
        <Typography.Text type="secondary">
          {say("backupHow")} {say("keys")}
        </Typography.Text>
      </Flex>
    </Card>
  );
}

function Warehouse({ system }: { system: System }) {
  const { say, language } = useSystemTexts();
  const facts = Object.entries(system.warehouse_rows).sort(([, some], [, others]) => others - some);
  return (
    <Card size="small" title={say("warehouse")}>
      <Flex vertical gap={12}>
        {system.warehouse_waiting === 0 ? (
          <Alert type="success" showIcon title={say("upToDate")} />
        ) : (
          <Alert
            type="info"
            showIcon
            title={say("waiting", { count: count(system.warehouse_waiting, language) })}
          />
        )}
        <Table<[string, number]>
          size="small"
          rowKey={([kind]) => kind}
          dataSource={facts}
          pagination={false}
          columns={[
            { title: say("fact"), render: (_, [kind]) => <Fact kind={kind} /> },
            { title: say("rows"), align: "right", render: (_, [, rows]) => count(rows, language) },
          ]}
        />
      </Flex>
    </Card>
  );
}

function Fact({ kind }: { kind: string }) {
  const { say } = useSystemTexts();
  const word = wordFor(kind);
  return word ? say(word) : kind;
}
