/** The proofs before, each with what it said. */
import { Button, Card, Tag } from "antd";
import { momentText, tookText } from "../../../kit/moments";
import { Table } from "../../../kit/Table";
import { type Proof, type Verdict, verdictOf } from "./proof";
import { useProofTexts } from "./words";

interface Props {
  proofs: Proof[];
  chosen: string;
  choose: (id: string) => void;
}

const COLOURS: Record<Verdict, string> = {
  holds: "success",
  fails: "error",
  failed: "warning",
  waiting: "default",
  running: "processing",
};

export function History({ proofs, chosen, choose }: Props) {
  const { say } = useProofTexts();
  return (
    <Card size="small" title={say("history")}>
      <Table<Proof>
        stacks
        rowKey="id"
        dataSource={proofs}
        pagination={false}
        columns={[
          { title: say("endedAt"), render: (_, { ended_at, asked_at }) => momentText(ended_at ?? asked_at) },
          { title: say("state"), render: (_, proof) => <VerdictTag proof={proof} /> },
          {
            title: say("took"),
            align: "right",
            render: (_, { started_at, ended_at }) => tookText(started_at, ended_at),
          },
          { title: say("by"), render: (_, { asked_by }) => asked_by || say("nightly") },
          {
            title: "",
            render: (_, { id }) => (
              <Button size="small" disabled={id === chosen} onClick={() => choose(id)}>
                {say("open")}
              </Button>
            ),
          },
        ]}
      />
    </Card>
  );
}

function VerdictTag({ proof }: { proof: Proof }) {
  const { say } = useProofTexts();
  const verdict = verdictOf(proof);
  const told = { flaws: proof.flaws, proved: proof.rooms_proved, total: proof.rooms_total };
  return <Tag color={COLOURS[verdict]}>{say(verdict, told)}</Tag>;
}
