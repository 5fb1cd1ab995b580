/** Any analysis: what it is, its picture, its table, and the file to take along. */
import { DownloadOutlined } from "@ant-design/icons";
import { api } from "@shuke/api";
import { inLanguage } from "@shuke/core";
import { Button, Card, Empty, Flex, Skeleton, Tag } from "antd";
import { useMemo } from "react";
import { useLocation } from "react-router";
import { Chart } from "../../kit/Chart";
import { draw } from "../../kit/drawings";
import { PageHead } from "../../kit/PageHead";
import { ProblemView } from "../../kit/Problem";
import { ReportTable } from "../../kit/ReportTable";
import { type Report, useReport, useReportFile } from "../../kit/useReport";
import { Settings, useChosenParams } from "./Settings";
import { useAnalysisTexts } from "./words";

export default function AnalysisPage() {
  const name = useLocation().pathname.split("/").at(-1) ?? "";
  const { say, language } = useAnalysisTexts();
  const params = useChosenParams();
  const measures = api.useQuery("get", "/api/staff/reports", {}, { staleTime: Number.POSITIVE_INFINITY });
  const asked = useReport(name, { params });
  const file = useReportFile(name, params);
  const measure = measures.data?.find((each) => each.name === name);
  return (
    <>
      <PageHead
        title={measure ? inLanguage(measure, language) : name}
        says={asked.data && <Says report={asked.data} />}
        actions={(["xlsx", "csv"] as const).map((format) => (
          <Button key={format} icon={<DownloadOutlined />} href={file(format)} download>
            {say(format)}
          </Button>
        ))}
      />
      {measure && <Settings measure={measure} />}
      {asked.error && <ProblemView thrown={asked.error} again={() => void asked.refetch()} />}
      {asked.isLoading && <Skeleton active paragraph={{ rows: 10 }} />}
      {asked.data && <Shown report={asked.data} />}
    </>
  );
}

function Says({ report }: { report: Report }) {
  const { say } = useAnalysisTexts();
  const versions = Object.entries(report.rule_version).filter(([, version]) => version !== null);
  return (
    <Flex gap={8} wrap component="span">
      {say("asked", { asOf: report.as_of, rows: report.rows.length })}
      {versions.length > 0 && (
        <Tag>
          {say("rule", { versions: versions.map(([kind, version]) => `${kind} ${version}`).join(" · ") })}
        </Tag>
      )}
    </Flex>
  );
}

function Shown({ report }: { report: Report }) {
  const { say, language } = useAnalysisTexts();
  const option = useMemo(() => draw(report, language), [report, language]);
  if (report.rows.length === 0) return <Empty description={`${say("empty")} ${say("emptyHow")}`} />;
  return (
    <Flex vertical gap={16}>
      {option && (
        <Card title={say("picture")} size="small">
          <Chart option={option} label={report.report} height={360} />
        </Card>
      )}
      <Card title={say("table")} size="small">
        <ReportTable report={report} />
      </Card>
    </Flex>
  );
}
