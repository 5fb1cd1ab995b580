/** The answer of a simulation: a sentence, the figures, who moves, where, and what is amiss. */
import { count, shift } from "@shuke/core";
import { Alert, Card, Flex, Statistic, Tabs, Typography, theme } from "antd";
import { Table } from "../../../kit/Table";
import { FindingLine } from "../OpinionView";
import { Movers } from "./Movers";
import { type Outcome, type Sum, sumsOf, type Trial, text } from "./outcome";
import { TableView } from "./TableView";
import { useTrialTexts } from "./words";

interface Props {
  trial: Trial;
  outcome: Outcome;
}

export function Answer({ trial, outcome }: Props) {
  const { say, language } = useTrialTexts();
  const tables = outcome.tables.filter((table) => table.rows.length > 0);
  return (
    <Flex vertical gap={16}>
      <Typography.Paragraph style={{ margin: 0, fontSize: 16 }}>
        <Sentence trial={trial} outcome={outcome} />
      </Typography.Paragraph>
      <Figures outcome={outcome} />
      <Proof outcome={outcome} />
      <Tabs
        items={[
          ...tables.map((table) => ({
            key: table.name,
            label: language === "zh" ? table.zh : table.en,
            children: <TableView trialId={trial.id} table={table} />,
          })),
          { key: "movers", label: say("movers"), children: <Movers trial={trial} outcome={outcome} /> },
          { key: "findings", label: say("findings"), children: <Findings outcome={outcome} /> },
          { key: "sums", label: say("sums"), children: <Sums outcome={outcome} /> },
        ]}
      />
      <div>
        {outcome.notes.map((note) => (
          <Typography.Text key={note.code} type="secondary" style={{ display: "block", fontSize: 13 }}>
            {language === "zh" ? note.zh : note.en}
          </Typography.Text>
        ))}
      </div>
    </Flex>
  );
}

function Sentence({ trial, outcome }: Props) {
  const { say, language } = useTrialTexts();
  const figure = (value: number) => text(value, outcome.unit, language);
  const by = figure(Math.abs(outcome.difference));
  const change =
    outcome.difference === 0 ? say("alike") : say(outcome.difference > 0 ? "more" : "less", { by });
  const key = outcome.unit === "minor" ? "s_minor" : outcome.unit === "points" ? "s_points" : "s_count";
  return say(key, {
    from: trial.from_date,
    to: shift(trial.to_date, -1),
    new: figure(outcome.new),
    old: figure(outcome.old),
    change,
    up: count(outcome.movers_up, language),
    down: count(outcome.movers_down, language),
  });
}

const PLACES = { display: "grid", gap: 12, gridTemplateColumns: "repeat(auto-fit, minmax(130px, 1fr))" };

function Figures({ outcome }: { outcome: Outcome }) {
  const { say, language } = useTrialTexts();
  const { token } = theme.useToken();
  const figure = (value: number) => text(value, outcome.unit, language);
  const sign = outcome.difference > 0 ? "+" : "";
  const facts = [
    { title: say("now"), value: figure(outcome.old) },
    { title: say("draft"), value: figure(outcome.new) },
    {
      title: say("difference"),
      value: `${sign}${figure(outcome.difference)}`,
      colour: token.colorPrimaryText,
    },
    { title: say("up"), value: count(outcome.movers_up, language) },
    { title: say("down"), value: count(outcome.movers_down, language) },
    outcome.receipts > 0
      ? { title: say("receipts"), value: count(outcome.receipts, language) }
      : { title: say("members"), value: count(outcome.members, language) },
  ];
  return (
    <div style={PLACES}>
      {facts.map(({ title, value, colour }) => (
        <Card key={title} size="small">
          <Statistic
            title={title}
            value={value}
            styles={{ content: { fontSize: "clamp(15px, 4vw, 19px)", ...(colour ? { color: colour } : {}) } }}
          />
        </Card>
      ))}
    </div>
  );
}

function Proof({ outcome }: { outcome: Outcome }) {
  const { say, language } = useTrialTexts();
  if (outcome.reconciled === null) return null;
  const booked = count(outcome.booked ?? 0, language);
  return outcome.reconciled ? (
    <Alert type="success" showIcon title={say("reconciled")} />
  ) : (
    <Alert type="warning" showIcon title={say("notReconciled", { booked })} />
  );
}

function Findings({ outcome }: { outcome: Outcome }) {
  const { say } = useTrialTexts();
  if (outcome.findings.length === 0) return <Typography.Text>{say("sound")}</Typography.Text>;
  return (
    <Flex vertical gap={8}>
      {outcome.findings.map((finding) => (
        <FindingLine key={`${finding.code} ${finding.subject}`} finding={finding} />
      ))}
    </Flex>
  );
}

function Sums({ outcome }: { outcome: Outcome }) {
  const { say, language } = useTrialTexts();
  const rows = sumsOf(outcome.totals);
  const figure = (row: Sum, value: number) => text(value, row.unit, language);
  return (
    <Table<Sum>
      size="small"
      rowKey="name"
      dataSource={rows}
      pagination={false}
      locale={{ emptyText: say("noTables") }}
      columns={[
        { title: say("sum"), render: (_, row) => say(`t_${row.name}` as "t_gifts") },
        { title: say("now"), align: "right", render: (_, row) => figure(row, row.old) },
        { title: say("draft"), align: "right", render: (_, row) => figure(row, row.new) },
        { title: say("difference"), align: "right", render: (_, row) => figure(row, row.new - row.old) },
      ]}
    />
  );
}
