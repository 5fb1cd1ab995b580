/** The right side: the sentence, the picture, the table. */
import { Alert, Button, Card, Empty, Flex, Segmented, Skeleton, Typography } from "antd";
import { useMemo } from "react";
import { Chart } from "../../kit/Chart";
import { ProblemView } from "../../kit/Problem";
import { useCalled } from "./called";
import type { Answer, Cut, Fields } from "./cut";
import { type ChartKind, draw, kindsOf } from "./drawing";
import { ResultTable } from "./ResultTable";
import { sentence } from "./sentence";
import type { useAnswer } from "./useAnswer";
import { useBuilderTexts } from "./words";

interface Props {
  fields: Fields;
  cut: Cut;
  change: (changes: Partial<Cut>) => void;
  asked: ReturnType<typeof useAnswer>;
  page: { isFirst: boolean; go: (cursor: string) => void };
}

export function Result({ fields, cut, change, asked, page }: Props) {
  const { say, language } = useBuilderTexts();
  const { called } = useCalled();
  const { data: answer, error, isLoading, isFetching, refetch } = asked;
  if (cut.figures.length === 0) return <Alert type="info" showIcon title={say("noFigure")} />;
  return (
    <Flex vertical gap={16}>
      <Typography.Text aria-live="polite">
        {sentence(cut, isFetching ? undefined : answer, { say, language, fields, called })}
      </Typography.Text>
      {error && <ProblemView thrown={error} again={() => void refetch()} />}
      {isLoading && <Skeleton active paragraph={{ rows: 10 }} />}
      {answer && !error && (
        <Shown
          fields={fields}
          cut={cut}
          change={change}
          answer={answer}
          isFetching={isFetching}
          page={page}
        />
      )}
    </Flex>
  );
}

interface ShownProps extends Omit<Props, "asked"> {
  answer: Answer;
  isFetching: boolean;
}

function Shown({ fields, cut, change, answer, isFetching, page }: ShownProps) {
  const { say } = useBuilderTexts();
  if (answer.of_rows === 0) return <Empty description={`${say("empty")} ${say("emptyHow")}`} />;
  return (
    <>
      {isOf(answer, cut) && <Picture fields={fields} cut={cut} change={change} answer={answer} />}
      <Card size="small" title={say("table")}>
        <ResultTable
          answer={answer}
          cut={cut}
          isLoading={isFetching}
          sort={(sort) => change({ sort: sort ?? null })}
        />
        <Pages answer={answer} page={page} />
      </Card>
    </>
  );
}

/** While a new answer is on its way the old one is shown; only the right one is drawn. */
function isOf(answer: Answer, cut: Cut): boolean {
  const named = answer.columns.map((each) => each.name);
  return [...cut.groups, ...cut.figures].every((name, place) => named[place] === name);
}

function Pages({ answer, page }: { answer: Answer; page: Props["page"] }) {
  const { say } = useBuilderTexts();
  if (page.isFirst && !answer.next) return null;
  return (
    <Flex gap={8} justify="space-between" align="center" wrap style={{ marginTop: 12 }}>
      <Typography.Text type="secondary">
        {say("shownOf", { shown: answer.rows.length, all: answer.of_rows })}
      </Typography.Text>
      <Flex gap={8}>
        {!page.isFirst && <Button onClick={() => page.go("")}>{say("first")}</Button>}
        <Button disabled={!answer.next} onClick={() => page.go(answer.next ?? "")}>
          {say("next")}
        </Button>
      </Flex>
    </Flex>
  );
}

const WORDS = {
  none: "noChart",
  bar: "bar",
  line: "line",
  stacked: "stacked",
  pie: "pie",
  heat: "heat",
} as const;

function Picture({ fields, cut, change, answer }: Pick<ShownProps, "fields" | "cut" | "change" | "answer">) {
  const { say, language } = useBuilderTexts();
  const kinds = kindsOf(answer, cut, fields);
  const kind = kinds.find((each) => each === cut.chart) ?? kinds[0] ?? "none";
  const option = useMemo(() => draw(kind, answer, cut, language), [kind, answer, cut, language]);
  if (kinds.length < 2) return null;
  const choice = (
    <Segmented<ChartKind>
      size="small"
      aria-label={say("chart")}
      value={kind}
      onChange={(chart) => change({ chart })}
      options={kinds.map((value) => ({ value, label: say(WORDS[value]) }))}
    />
  );
  return (
    <Card
      size="small"
      title={say("chart")}
      extra={choice}
      styles={{ body: option ? {} : { display: "none" } }}
    >
      {option && <Chart option={option} label={say(WORDS[kind])} height={340} />}
    </Card>
  );
}
