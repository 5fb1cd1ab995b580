/** Step three: the first rows under the fields that they will feed. */
import { Button, Flex, Typography } from "antd";
import { Table } from "../../kit/Table";
import { columnsOf, type Draft, fieldOf, type Guess } from "./mapping";
import { useFieldWord, useImportTexts } from "./words";

interface Props {
  guess: Guess;
  draft: Draft;
  go: (step: number) => void;
  rehearse: () => void;
  isPending: boolean;
}

export function PreviewStep({ guess, draft, go, rehearse, isPending }: Props) {
  const { say } = useImportTexts();
  const rows = guess.samples.length;
  return (
    <Flex vertical gap={16}>
      <Typography.Text>
        {draft.ready ? say("previewReady", { rows, name: draft.ready }) : say("previewSays", { rows })}
      </Typography.Text>
      <Rows guess={guess} draft={draft} />
      <Flex gap={8} justify="flex-end">
        <Button onClick={() => go(1)}>{say("previous")}</Button>
        <Button type="primary" loading={isPending} onClick={rehearse}>
          {say("rehearse")}
        </Button>
      </Flex>
    </Flex>
  );
}

function Rows({ guess, draft }: Pick<Props, "guess" | "draft">) {
  const { say } = useImportTexts();
  const columns = columnsOf(guess).filter(({ name }) => draft.ready || fieldOf(draft, name));
  const rows = guess.samples.map((_, place) => ({
    place,
    cells: columns.map(({ samples }) => samples[place] ?? ""),
  }));
  return (
    <Table
      size="small"
      rowKey="place"
      dataSource={rows}
      pagination={false}
      columns={[
        { title: say("line"), align: "right", render: (_, { place }) => place + 2 },
        ...columns.map(({ name }, place) => ({
          key: name,
          title: <Title column={name} draft={draft} />,
          render: (_: unknown, row: (typeof rows)[number]) => row.cells[place],
        })),
      ]}
    />
  );
}

function Title({ column, draft }: { column: string; draft: Draft }) {
  const word = useFieldWord();
  const field = draft.ready ? null : fieldOf(draft, column);
  if (!field) return column;
  return (
    <>
      {word(draft.kind, field)}
      <br />
      <Typography.Text type="secondary">← {column}</Typography.Text>
    </>
  );
}
