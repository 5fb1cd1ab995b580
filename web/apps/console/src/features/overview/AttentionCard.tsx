/** What is not in order, the most urgent first, each with the way to where it is put right. */
import { CheckCircleFilled } from "@ant-design/icons";
import type { Shapes } from "@shuke/api";
import { count } from "@shuke/core";
import { Flex, Skeleton, Typography } from "antd";
import { Link } from "react-router";
import { ProblemView } from "../../kit/Problem";
import { useScope, withSearch } from "../../kit/scope";
import { Panel } from "./Panel";
import { useAttention } from "./useCockpit";
import { useOverviewTexts } from "./words";

type Matter = Shapes["MatterOut"];

/** The server counts no further. */
const MOST = 200;

const PLACES: Record<Matter["matter"], string> = {
  unapplied: "/matters?matter=unapplied",
  odd_notices: "/matters?matter=notices",
  proposals: "/matters?matter=proposals",
  drafts: "/programme",
  below_zero: "/matters?matter=stock",
  open_shifts: "/finance/shifts",
  rewards: "/matters?matter=rewards",
  failed_imports: "/imports",
  dead_jobs: "/settings/system",
};

export function AttentionCard() {
  const { say } = useOverviewTexts();
  const { data, error, refetch } = useAttention();
  return (
    <Panel title={say("attention")}>
      {error && <ProblemView thrown={error} again={() => void refetch()} />}
      {!data && !error && <Skeleton active title={false} paragraph={{ rows: 4 }} />}
      {data?.length === 0 && (
        <Flex gap={8} align="center" style={{ padding: "8px 4px" }}>
          <CheckCircleFilled style={{ color: "var(--ant-color-success)" }} />
          <Typography.Text>{say("inOrder")}</Typography.Text>
        </Flex>
      )}
      <ul className="matters">
        {data?.map((matter) => (
          <li key={matter.matter}>
            <MatterRow matter={matter} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function MatterRow({ matter: { matter, count: many } }: { matter: Matter }) {
  const { say, language } = useOverviewTexts();
  const { search } = useScope();
  return (
    <Link to={withSearch(PLACES[matter], search)} className="matter">
      <span className="matter-sign" aria-hidden />
      <span>{say(matter)}</span>
      <Typography.Text strong>
        {count(many, language)}
        {many >= MOST ? "+" : ""}
      </Typography.Text>
    </Link>
  );
}
