/** Step two: which column becomes which field, beside what stands in it. */
import { Alert, Button, Flex, Grid, Select, Tag, Typography } from "antd";
import { Table } from "../../kit/Table";
import { FIELDS, isFieldOf, type Kind } from "./fields";
import { type Column, columnsOf, type Draft, fedBy, fieldOf, type Guess, missingIn } from "./mapping";
import { ReadingSettings } from "./ReadingSettings";
import { useFieldWord, useImportTexts } from "./words";

interface Props {
  guess: Guess;
  chosen: Kind | null;
  isRemembered: boolean;
  draft: Draft;
  change: (draft: Draft) => void;
  go: (step: number) => void;
}

export function MappingStep({ guess, chosen, isRemembered, draft, change, go }: Props) {
  const { say } = useImportTexts();
  const missing = missingIn(draft);
  return (
    <Flex vertical gap={16}>
      {!isRemembered && chosen && chosen !== guess.kind && draft.kind === chosen && (
        <Alert
          type="warning"
          showIcon
          title={say("seems", { found: say(guess.kind), chosen: say(chosen) })}
        />
      )}
      {isRemembered && <Alert type="info" showIcon title={say("asLast")} />}
      <ReadingSettings guess={guess} draft={draft} change={change} />
      {draft.ready ? (
        <Alert type="info" showIcon title={say("readyHow", { name: draft.ready })} />
      ) : (
        <Columns guess={guess} draft={draft} change={change} />
      )}
      {missing.length > 0 && <Missing kind={draft.kind} groups={missing} />}
      <Flex gap={8} justify="flex-end">
        <Button onClick={() => go(0)}>{say("previous")}</Button>
        <Button type="primary" disabled={missing.length > 0} onClick={() => go(2)}>
          {say("next")}
        </Button>
      </Flex>
    </Flex>
  );
}

function Missing({ kind, groups }: { kind: Kind; groups: ReturnType<typeof missingIn> }) {
  const { say } = useImportTexts();
  const word = useFieldWord();
  const fields = groups
    .map((group) => group.map((field) => word(kind, field)).join(say("or")))
    .join(say("byAnd"));
  return <Alert type="error" showIcon role="alert" title={say("missing", { fields })} />;
}

/** Narrow screens show the samples below the column's name, so that the choice stays in sight. */
function Columns({ guess, draft, change }: Pick<Props, "guess" | "draft" | "change">) {
  const { say } = useImportTexts();
  const isWide = Grid.useBreakpoint().md ?? true;
  const samples = { title: say("samples"), render: (_: unknown, each: Column) => <Samples of={each} /> };
  const sure = {
    title: say("sure"),
    align: "right" as const,
    render: (_: unknown, { name }: Column) => <Sure guess={guess} draft={draft} column={name} />,
  };
  return (
    <Table<Column>
      rowKey="name"
      dataSource={columnsOf(guess)}
      pagination={false}
      columns={[
        { title: say("column"), render: (_, each) => <Name of={each} isWide={isWide} /> },
        ...(isWide ? [samples] : []),
        {
          title: say("feeds"),
          render: (_, { name }) => <Feeds column={name} draft={draft} change={change} />,
        },
        ...(isWide ? [sure] : []),
      ]}
    />
  );
}

function Name({ of, isWide }: { of: Column; isWide: boolean }) {
  return (
    <Flex vertical style={{ maxWidth: isWide ? undefined : 120 }}>
      <strong style={{ overflowWrap: "anywhere" }}>{of.name}</strong>
      {!isWide && <Samples of={of} />}
    </Flex>
  );
}

function Feeds({ column, draft, change }: { column: string } & Pick<Props, "draft" | "change">) {
  const { say } = useImportTexts();
  const word = useFieldWord();
  const known = FIELDS[draft.kind].map((field) => ({ value: field, label: word(draft.kind, field) }));
  return (
    <Select<string>
      aria-label={`${say("feeds")}: ${column}`}
      showSearch={{ optionFilterProp: "label" }}
      value={fieldOf(draft, column) ?? ""}
      onChange={(field) => change(fedBy(draft, column, isFieldOf(draft.kind, field) ? field : null))}
      options={[{ value: "", label: say("ignored") }, ...known]}
      popupMatchSelectWidth={false}
      style={{ width: "100%", minWidth: 130, maxWidth: 220 }}
    />
  );
}

function Samples({ of }: { of: Column }) {
  const told = [...new Set(of.samples.filter((sample) => sample !== ""))].slice(0, 3);
  return (
    <Typography.Text type="secondary" ellipsis style={{ maxWidth: 360 }}>
      {told.join(" · ") || "–"}
    </Typography.Text>
  );
}

/** How sure the server is; of what a person has chosen instead it says nothing. */
function Sure({ guess, draft, column }: { guess: Guess; draft: Draft; column: string }) {
  const found = guess.columns.find((each) => each.column === column);
  if (!found || fieldOf(draft, column) !== found.field) return null;
  return <Tag color={found.confidence >= 80 ? "success" : "warning"}>{found.confidence}%</Tag>;
}
