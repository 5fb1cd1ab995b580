/** What finance and auditors rest on: the last proof room by room, those before it, and the chain of seals. */
import { SafetyCertificateOutlined } from "@ant-design/icons";
import { api } from "@shuke/api";
import { App, Button, Empty, Flex, Skeleton } from "antd";
import { useSearchParams } from "react-router";
import { PageHead } from "../../../kit/PageHead";
import { NotAllowed, ProblemView } from "../../../kit/Problem";
import { useMay } from "../../../session/session";
import { History } from "./History";
import { isUnderWay } from "./proof";
import { Report } from "./Report";
import { Seals } from "./Seals";
import { useProofTexts } from "./words";

const POLL_MS = 2_000;

export default function ProofsPage() {
  const { say } = useProofTexts();
  const may = useMay();
  const [params, setParams] = useSearchParams();
  const { data, error, refetch } = api.useQuery(
    "get",
    "/api/staff/proofs",
    { params: { query: { limit: 20 } } },
    { refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) ? POLL_MS : false) },
  );
  if (!may("proofs.see")) return <NotAllowed />;
  const proofs = data?.items ?? [];
  const chosen = params.get("proof") ?? proofs[0]?.id;
  const choose = (id: string) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      next.set("proof", id);
      return next;
    });
  const isBusy = proofs.some(isUnderWay);
  const ask = (
    <Ask
      isBusy={isBusy}
      begun={(id) => {
        choose(id);
        void refetch();
      }}
    />
  );
  return (
    <>
      <PageHead title={say("title")} says={say("says")} actions={may("proofs.ask") && ask} />
      <Flex vertical gap={20}>
        {error && <ProblemView thrown={error} again={() => void refetch()} />}
        {!data && !error && <Skeleton active paragraph={{ rows: 8 }} />}
        {data && !chosen && <Empty description={`${say("never")} · ${say("neverHow")}`} />}
        {chosen && <Report key={chosen} proofId={chosen} />}
        {proofs.length > 1 && <History proofs={proofs} chosen={chosen ?? ""} choose={choose} />}
        <Seals />
      </Flex>
    </>
  );
}

function Ask({ isBusy, begun }: { isBusy: boolean; begun: (id: string) => void }) {
  const { say } = useProofTexts();
  const { message } = App.useApp();
  const ask = api.useMutation("post", "/api/staff/proofs", {
    onSuccess: ({ id }) => {
      void message.success(say("asked"));
      begun(id);
    },
  });
  return (
    <Flex vertical gap={8} align="flex-end">
      <Button
        type="primary"
        icon={<SafetyCertificateOutlined />}
        loading={ask.isPending}
        disabled={isBusy}
        onClick={() => ask.mutate({})}
      >
        {say("ask")}
      </Button>
      {ask.error && <ProblemView thrown={ask.error} />}
    </Flex>
  );
}
