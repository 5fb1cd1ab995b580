/** Any analysis: what it says in one sentence, its picture, its table, and the file to take along. */
import { DownloadOutlined } from "@ant-design/icons";
import { inLanguage } from "@shuke/core";
import { Button, Card, Empty, Flex, Skeleton, Typography } from "antd";
import { useEffect } from "react";
import { useLocation } from "react-router";
import { drawnOf } from "../../kit/drawings";
import { PageHead } from "../../kit/PageHead";
import { ProblemView } from "../../kit/Problem";
import { hasPicture, ReportChart } from "../../kit/ReportChart";
import { ReportTable } from "../../kit/ReportTable";
import { useScope } from "../../kit/scope";
import { type Report, useReport } from "../../kit/useReport";
import { useReportFile } from "../../kit/useReportFile";
import { Cycles } from "./Cycles";
import { FamilyTabs } from "./FamilyTabs";
import { firstPeriod } from "./families";
import { useCatalogue } from "./measures";
import { QuadrantFindings } from "./QuadrantFindings";
import { RuleVersions } from "./RuleVersions";
import { Settings, useChosenParams } from "./Settings";
import { sentence } from "./sentences";
import { useAnalysisTexts } from "./words";

const TALL = new Set(["rfm-matrix", "cohorts", "lifecycle-flow", "quadrant-map"]);

export default function AnalysisPage() {
  const name = useLocation().pathname.split("/").at(-1) ?? "";
  const { say, language } = useAnalysisTexts();
  const isReady = useFirstPeriod(name);
  const params = useChosenParams();
  const { measure } = useCatalogue(name);
  const asked = useReport(name, { params, enabled: isReady });
  const file = useReportFile(name, params);
  return (
    <>
      <PageHead
        title={measure ? inLanguage(measure, language) : ""}
        says={measure && (language === "zh" ? measure.says_zh : measure.says_en)}
        actions={
          <>
            {name === "repurchase" || name.startsWith("lifecycle") ? <Cycles /> : null}
            {(["xlsx", "csv"] as const).map((format) => (
              <Button key={format} icon={<DownloadOutlined />} href={file(format)} download>
                {say(format)}
              </Button>
            ))}
          </>
        }
      />
      <FamilyTabs name={name} />
      {measure && <Settings measure={measure} inForce={asked.data?.params} />}
      {asked.error && <ProblemView thrown={asked.error} again={() => void asked.refetch()} />}
      {asked.isLoading && <Skeleton active paragraph={{ rows: 10 }} />}
      {asked.data && <Shown report={asked.data} />}
    </>
  );
}

/** Where no days are chosen, the analysis looks at those that it says most about; the address tells which. */
function useFirstPeriod(name: string): boolean {
  const scope = useScope();
  const wanted = firstPeriod(name);
  const isOpen = scope.search.includes("period=") || scope.search.includes("from=");
  const mustChoose = wanted !== null && !isOpen;
  useEffect(() => {
    if (mustChoose) scope.change({ period: wanted }, { replace: true });
  }, [mustChoose, wanted, scope]);
  return !mustChoose;
}

function Shown({ report }: { report: Report }) {
  const { say, language } = useAnalysisTexts();
  if (report.rows.length === 0) return <Empty description={`${say("empty")} ${say("emptyHow")}`} />;
  const says = sentence(report, language);
  const drawn = drawnOf(report);
  return (
    <Flex vertical gap={16}>
      {hasPicture(report) && (
        <Card
          size="small"
          styles={{ header: { paddingBlock: 8 } }}
          title={
            says && (
              <Typography.Text style={{ whiteSpace: "normal", fontWeight: 500 }}>{says}</Typography.Text>
            )
          }
        >
          <ReportChart
            report={report}
            label={says ?? report.report}
            height={TALL.has(report.report) ? 460 : 340}
          />
          <Typography.Paragraph type="secondary" style={{ fontSize: 12, margin: "8px 0 0" }}>
            {[drawn && say("best", { count: drawn }), say("pick")]
              .filter(Boolean)
              .join(language === "zh" ? ";" : " ")}
          </Typography.Paragraph>
        </Card>
      )}
      {report.report.startsWith("quadrant") && <QuadrantFindings />}
      <Card size="small" title={say("table")} extra={<RuleVersions report={report} />}>
        <ReportTable report={report} />
      </Card>
    </Flex>
  );
}
