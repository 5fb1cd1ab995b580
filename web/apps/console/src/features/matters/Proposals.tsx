/** Adjustments and refunds of stored value that await a second person. */
import { api, type Shapes } from "@shuke/api";
import { money } from "@shuke/core";
import { Link } from "react-router";
import { momentText } from "../../kit/moments";
import { useScope } from "../../kit/scope";
import { useMay } from "../../session/session";
import { Settle, useSettling } from "./acting";
import { Waiting } from "./Waiting";
import { useMatterTexts } from "./words";

type Proposal = Shapes["ProposalOut"];

const MOST = 200;

export function Proposals() {
  const { say } = useMatterTexts();
  const mayApprove = useMay()("stored_value.approve");
  const { data, error, refetch } = api.useQuery("get", "/api/staff/stored-value/proposals", {
    params: { query: { limit: MOST } },
  });
  return (
    <Waiting<Proposal>
      rows={data?.items}
      error={error}
      again={() => void refetch()}
      columns={[
        { title: say("proposed"), render: (_, { proposed_at }) => momentText(proposed_at) },
        { title: say("kind"), render: (_, { kind }) => say(kind as "adjustment" | "refund") },
        { title: say("holder"), render: (_, proposal) => <Holder proposal={proposal} /> },
        { title: say("amount"), align: "right", render: (_, proposal) => <Sum proposal={proposal} /> },
        { title: say("reason"), dataIndex: "reason" },
        { title: "", render: (_, { id }) => mayApprove && <Approve id={id} /> },
      ]}
    />
  );
}

function Holder({ proposal: { holder_kind, holder_id } }: { proposal: Proposal }) {
  const { say } = useMatterTexts();
  const { search } = useScope();
  if (holder_kind !== "member") return say("card");
  return <Link to={`/members/${holder_id}${search}`}>{say("member")}</Link>;
}

/** A refund's sum is reckoned on the day on which it is approved. */
function Sum({ proposal: { body } }: { proposal: Proposal }) {
  const { say, language } = useMatterTexts();
  const { currency, amount_minor: amount } = body;
  if (typeof amount !== "number") return say("reckoned");
  return `${say(currency === "bonus" ? "bonus" : "principal")} ${money(amount, language)}`;
}

function Approve({ id }: { id: string }) {
  const { say } = useMatterTexts();
  const approve = api.useMutation(
    "post",
    "/api/staff/stored-value/proposals/{proposal_id}/approve",
    useSettling(say("approved")),
  );
  return (
    <Settle
      label={say("approve")}
      question={say("approveSure")}
      isBusy={approve.isPending}
      act={() => approve.mutate({ params: { path: { proposal_id: id } } })}
    />
  );
}
