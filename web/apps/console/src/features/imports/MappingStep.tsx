/** Step two: which column becomes which field, beside what stands in it. */
import { Alert, Button, Flex, Select, Table, Tag, Typography } from "antd";
import { FIELDS, isFieldOf, type Kind } from "./fields";
import { columnsOf, type Draft, fedBy, fieldOf, type Guess, missingIn } from "./mapping";
import { ReadingSettings } from "./ReadingSettings";
import { useFieldWord, useImportTexts } from "./words";

interface Props {
  guess: Guess;
  chosen: Kind | null;
  draft: Draft;
  change: (draft: Draft) => void;
  go: (step: number) => void;
}

export function MappingStep({ guess, chosen, draft, change, go }: Props) {
  const { say } = useImportTexts();
  const missing = missingIn(draft);
  return (
    <Flex vertical gap={16}>
      {chosen && chosen !== guess.kind && draft.kind === chosen && (
        <Alert
          type="warning"
          showIcon
          title={say("seems", { found: say(guess.kind), chosen: say(chosen) })}
        />
      )}
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

function Columns({ guess, draft, change }: Pick<Props, "guess" | "draft" | "change">) {
  const { say } = useImportTexts();
  const word = useFieldWord();
  const options = [
    { value: "", label: say("ignored") },
    ...FIELDS[draft.kind].map((field) => ({ value: field, label: word(draft.kind, field) })),
  ];
  return (
    <Table
      size="small"
      rowKey="name"
      dataSource={columnsOf(guess)}
      pagination={false}
      scroll={{ x: "max-content" }}
      columns={[
        { title: say("column"), render: (_, { name }) => <strong>{name}</strong> },
        { title: say("samples"), render: (_, { samples }) => <Samples samples={samples} /> },
        {
          title: say("feeds"),
          render: (_, { name }) => (
            <Select
              aria-label={`${say("feeds")}: ${name}`}
              showSearch={{ optionFilterProp: "label" }}
              value={fieldOf(draft, name) ?? ""}
              onChange={(field: string) =>
                change(fedBy(draft, name, isFieldOf(draft.kind, field) ? field : null))
              }
              options={options}
              style={{ width: 190 }}
            />
          ),
        },
        {
          title: say("sure"),
          align: "right",
          render: (_, { name }) => <Sure guess={guess} draft={draft} column={name} />,
        },
      ]}
    />
  );
}

function Samples({ samples }: { samples: string[] }) {
  const told = [...new Set(samples.filter((sample) => sample !== ""))].slice(0, 3);
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
