/** The five things that sold best in the chosen days. */
import { shortMoney } from "@shuke/core";
import { Empty, Skeleton, Typography } from "antd";
import { Link } from "react-router";
import { ProblemView } from "../../kit/Problem";
import { records } from "../../kit/records";
import { useScope } from "../../kit/scope";
import { useReport } from "../../kit/useReport";
import { Panel } from "./Panel";
import { useOverviewTexts } from "./words";

const MOST = 6;

export function BestSellers() {
  const { say, language } = useOverviewTexts();
  const { search } = useScope();
  const { data, error, isLoading, refetch } = useReport("goods", { limit: MOST });
  const goods = data ? records(data) : [];
  const most = Number(goods[0]?.net_minor ?? 0);
  return (
    <Panel title={say("best")} extra={<Link to={`/analyses/goods${search}`}>{say("more")}</Link>}>
      {error && <ProblemView thrown={error} again={() => void refetch()} />}
      {isLoading && <Skeleton active title={false} paragraph={{ rows: 6 }} />}
      {data && goods.length === 0 && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say("noSales")} />
      )}
      <ol className="goods">
        {goods.map(({ thing, net_minor: net }) => (
          <li key={String(thing)} className="good">
            <span className="good-name">{thing === "none" ? say("unnamed") : String(thing)}</span>
            <Typography.Text strong>{shortMoney(Number(net), language)}</Typography.Text>
            <div
              className="good-bar"
              style={{ width: `${most > 0 ? Math.max(1, (Number(net) * 100) / most) : 0}%` }}
            />
          </li>
        ))}
      </ol>
    </Panel>
  );
}
