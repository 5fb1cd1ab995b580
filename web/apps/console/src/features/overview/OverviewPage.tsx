/** The first page of the day: money, goods and customers of the chosen days, against the days before. */
import { shift } from "@shuke/core";
import { Col, Row, Skeleton } from "antd";
import { PageHead } from "../../kit/PageHead";
import { ProblemView } from "../../kit/Problem";
import { useScope } from "../../kit/scope";
import { useReport } from "../../kit/useReport";
import { FigureCard } from "./FigureCard";
import { figuresOf } from "./figures";
import { ReportCard } from "./ReportCard";
import { useOverviewTexts } from "./words";

export default function OverviewPage() {
  const { say } = useOverviewTexts();
  const scope = useScope();
  const now = useReport("overview");
  const earlier = useReport("overview", { period: before(scope.period) });
  const figures = now.data && figuresOf(now.data, earlier.data);
  return (
    <>
      <PageHead
        title={say("title")}
        says={say("says", {
          from: scope.period.from,
          to: shift(scope.period.to, -1),
          stores: scope.storeId ? "" : say("allStores"),
        })}
      />
      {now.error && <ProblemView thrown={now.error} again={() => void now.refetch()} />}
      {now.isLoading && <Skeleton active paragraph={{ rows: 6 }} />}
      <Row gutter={[16, 16]}>
        {figures?.map((figure) => (
          <Col key={figure.word} xs={12} md={6}>
            <FigureCard figure={figure} />
          </Col>
        ))}
        <Col xs={24} lg={12}>
          <ReportCard name="sales" title={say("stores")} />
        </Col>
        <Col xs={24} lg={12}>
          <ReportCard name="overview" title={say("customers")} />
        </Col>
        <Col xs={24} lg={12}>
          <ReportCard name="lifecycle" title={say("lifecycle")} />
        </Col>
        <Col xs={24} lg={12}>
          <ReportCard name="flow" title={say("flow")} />
        </Col>
      </Row>
    </>
  );
}

/** As many days, right before. */
function before({ from, to }: { from: string; to: string }) {
  const days = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
  return { from: shift(from, -days), to: from };
}
