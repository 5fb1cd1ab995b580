/** The rows that were not taken: where, why, and the file in which they can be mended. */
import { DownloadOutlined } from "@ant-design/icons";
import { api, type Shapes } from "@shuke/api";
import { count, inLanguage } from "@shuke/core";
import { Alert, Button, Card, Typography } from "antd";
import { ProblemView } from "../../kit/Problem";
import { Table } from "../../kit/Table";
import type { Run } from "./progress";
import { useImportTexts } from "./words";

type Reject = Shapes["RejectOut"];

const FIRST = 200;

export function Rejects({ run }: { run: Run }) {
  const { say, language } = useImportTexts();
  const { rejected } = run.summary;
  if (rejected === 0) return <Alert type="success" showIcon title={say("noRejects")} />;
  return (
    <Card
      size="small"
      title={`${say("rejects")} · ${count(rejected, language)}`}
      extra={
        <Button icon={<DownloadOutlined />} href={`/api/staff/imports/${run.id}/rejects/file`} download>
          {say("file")}
        </Button>
      }
    >
      <Typography.Paragraph type="secondary">
        {say("rejectsHow")}
        {rejected > FIRST && ` ${say("rejectsFirst", { shown: FIRST, rejected: count(rejected, language) })}`}
      </Typography.Paragraph>
      <Rows importId={run.id} />
    </Card>
  );
}

function Rows({ importId }: { importId: string }) {
  const { say, language } = useImportTexts();
  const { data, error, isLoading, refetch } = api.useQuery("get", "/api/staff/imports/{import_id}/rejects", {
    params: { path: { import_id: importId }, query: { limit: FIRST } },
  });
  if (error) return <ProblemView thrown={error} again={() => void refetch()} />;
  return (
    <Table<Reject>
      stacks
      rowKey={({ line, column, code }) => `${line} ${column} ${code}`}
      loading={isLoading}
      dataSource={data ?? []}
      pagination={(data?.length ?? 0) > 20 ? { pageSize: 20, showSizeChanger: false } : false}
      columns={[
        { title: say("line"), align: "right", width: 90, dataIndex: "line" },
        { title: say("where"), dataIndex: "column" },
        { title: say("reason"), render: (_, reject) => inLanguage(reject, language) },
      ]}
    />
  );
}
