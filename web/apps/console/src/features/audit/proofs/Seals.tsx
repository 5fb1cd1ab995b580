/** The chain of seals: each closes the postings up to a place, and its hash covers all before. */
import { api, type Shapes } from "@shuke/api";
import { count } from "@shuke/core";
import { Alert, Card, Empty, Flex, Typography } from "antd";
import { byCursor, type DataColumn, DataTable, rowsOf } from "../../../kit/DataTable";
import { momentText } from "../../../kit/moments";
import { useProofTexts } from "./words";

type Seal = Shapes["SealOut"];

const HEIGHT = 320;
const SHOWN = 16;

export function Seals() {
  const { say } = useProofTexts();
  const columns = useColumns();
  const rows = rowsOf<Seal>(
    api.useInfiniteQuery("get", "/api/staff/seals", { params: { query: { limit: 100 } } }, byCursor),
  );
  return (
    <Card size="small" title={say("chain")}>
      <Flex vertical gap={12}>
        <Typography.Text type="secondary">{say("chainSays")}</Typography.Text>
        <Kept />
        <DataTable
          name="seals"
          label={say("chainLabel")}
          columns={columns}
          rows={rows}
          keyOf={(seal) => String(seal.number)}
          height={HEIGHT}
          card={(seal) => <SealCard seal={seal} />}
          empty={<Empty description={`${say("noSeals")} · ${say("noSealsHow")}`} />}
        />
      </Flex>
    </Card>
  );
}

function Kept() {
  const { say } = useProofTexts();
  const { data } = api.useQuery("get", "/api/staff/seals/head", {}, { staleTime: 60_000 });
  if (!data) return null;
  const number = data.kept_number ?? 0;
  if (data.kept_agrees === null) return <Alert type="info" showIcon title={say("noKept")} />;
  return data.kept_agrees ? (
    <Alert type="success" showIcon title={say("agreesKept", { number })} />
  ) : (
    <Alert type="error" showIcon title={say("differsKept", { number })} />
  );
}

function SealCard({ seal }: { seal: Seal }) {
  const { language } = useProofTexts();
  return (
    <Flex vertical>
      <strong>
        {seal.number} · {momentText(seal.sealed_at)}
      </strong>
      <span>{count(sizeOf(seal), language)}</span>
    </Flex>
  );
}

function sizeOf({ first_position, last_position }: Seal): number {
  return last_position - first_position + 1;
}

function useColumns(): DataColumn<Seal>[] {
  const { say, language } = useProofTexts();
  return [
    { key: "number", title: say("number"), width: 90, isFigure: true, render: ({ number }) => number },
    { key: "at", title: say("sealedAt"), width: 160, render: ({ sealed_at }) => momentText(sealed_at) },
    {
      key: "entries",
      title: say("entries"),
      width: 110,
      isFigure: true,
      render: (seal) => count(sizeOf(seal), language),
    },
    {
      key: "span",
      title: say("span"),
      width: 200,
      isFigure: true,
      render: (seal) => `${count(seal.first_position, language)} – ${count(seal.last_position, language)}`,
    },
    {
      key: "digest",
      title: say("digest"),
      width: 220,
      render: ({ digest }) => (
        <Typography.Text code copyable={{ text: digest }}>
          {digest.slice(0, SHOWN)}…
        </Typography.Text>
      ),
    },
  ];
}
