/** The members for whom a draft would change something, the greatest change first; each leads to the member's page. */
import { api } from "@shuke/api";
import { count } from "@shuke/core";
import { Button, Flex, Segmented } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { ProblemView } from "../../../kit/Problem";
import { useScope } from "../../../kit/scope";
import { Table } from "../../../kit/Table";
import { classNames, type Mover, type Outcome, type Trial, text } from "./outcome";
import { Files } from "./TableView";
import { useTrialTexts } from "./words";

type Direction = Mover["direction"];
const ALL = "all";

export function Movers({ trial, outcome }: { trial: Trial; outcome: Outcome }) {
  const { say, language } = useTrialTexts();
  const { search } = useScope();
  const [direction, choose] = useState<Direction | typeof ALL>(ALL);
  const query = useMovers(trial.id, direction);
  const names = classNames(outcome, language);
  const stands = (of: string, value: number) =>
    of ? (names.get(of) ?? of) : text(value, outcome.unit, language);
  if (query.error) return <ProblemView thrown={query.error} />;
  return (
    <Flex vertical gap={12}>
      <Flex justify="space-between" gap={8} wrap>
        <Segmented
          value={direction}
          onChange={(value) => choose(value as Direction | typeof ALL)}
          options={[
            { value: ALL, label: say("all") },
            { value: "up", label: `${say("up")} ${count(outcome.movers_up, language)}` },
            { value: "down", label: `${say("down")} ${count(outcome.movers_down, language)}` },
          ]}
        />
        <Files trialId={trial.id} table="movers" />
      </Flex>
      <Table<Mover>
        size="small"
        rowKey="member_id"
        dataSource={query.data?.pages.flatMap((page) => page.items) ?? []}
        loading={query.isLoading}
        pagination={false}
        locale={{ emptyText: say("noMovers") }}
        columns={[
          {
            title: say("member"),
            render: (_, row) => (
              <Link to={`/members/${row.member_id}${search}`}>
                {row.number ? `${row.name_masked} ${row.number}` : say("gone")}
              </Link>
            ),
          },
          { title: say("now"), align: "right", render: (_, row) => stands(row.before_class, row.before) },
          { title: say("draft"), align: "right", render: (_, row) => stands(row.after_class, row.after) },
          { title: say("difference"), render: (_, row) => say(row.direction) },
        ]}
      />
      {query.hasNextPage && (
        <Button
          onClick={() => void query.fetchNextPage()}
          loading={query.isFetchingNextPage}
          style={{ alignSelf: "center" }}
        >
          {say("loadMore")}
        </Button>
      )}
    </Flex>
  );
}

function useMovers(id: string, direction: Direction | typeof ALL) {
  const query = { limit: 50, ...(direction === ALL ? {} : { direction }) };
  return api.useInfiniteQuery(
    "get",
    "/api/staff/simulations/{simulation_id}/movers",
    { params: { path: { simulation_id: id }, query } },
    { pageParamName: "cursor", initialPageParam: "", getNextPageParam: (last) => last.next ?? undefined },
  );
}
