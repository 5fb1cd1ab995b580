/** An analysis in small, drawn as it draws itself; the whole is one click away. */
import { Empty, Skeleton } from "antd";
import { useMemo } from "react";
import { Link } from "react-router";
import { Chart } from "../../kit/Chart";
import { draw } from "../../kit/drawings";
import { ProblemView } from "../../kit/Problem";
import { useScope } from "../../kit/scope";
import { useReport } from "../../kit/useReport";
import { Panel } from "./Panel";
import { useOverviewTexts } from "./words";

const HEIGHT = 260;

interface Props {
  name: string;
  title: string;
  /** The day on whose opening it is taken, where that is not tomorrow's. */
  asOf?: string;
}

export function ReportCard({ name, title, asOf }: Props) {
  const { say, language } = useOverviewTexts();
  const { search } = useScope();
  const { data, error, isLoading, refetch } = useReport(name, asOf ? { asOf } : {});
  const option = useMemo(() => (data ? draw(data, language) : null), [data, language]);
  return (
    <Panel title={title} extra={<Link to={`/analyses/${name}${search}`}>{say("more")}</Link>}>
      {error && <ProblemView thrown={error} again={() => void refetch()} />}
      {isLoading && <Skeleton.Node active style={{ width: "100%", height: HEIGHT }} />}
      {option && <Chart option={option} label={title} height={HEIGHT} />}
      {data && !option && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say("noSales")} />}
    </Panel>
  );
}
