/** Rewards that members have not collected yet, those that wait longest first; handed out here as in the store. */
import { api, type Shapes } from "@shuke/api";
import { count } from "@shuke/core";
import { Link } from "react-router";
import { momentText } from "../../kit/moments";
import { useScope } from "../../kit/scope";
import { useMay } from "../../session/session";
import { Settle, useSettling, useStoreNames } from "./acting";
import { Waiting } from "./Waiting";
import { useMatterTexts } from "./words";

type Reward = Shapes["ExchangeOut"];

const MOST = 200;

export function Rewards() {
  const { say, language } = useMatterTexts();
  const { storeId, search } = useScope();
  const store = useStoreNames();
  const mayServe = useMay()("rewards.serve");
  const { data, error, refetch } = api.useQuery("get", "/api/staff/waiting-rewards", {
    params: { query: { limit: MOST } },
  });
  const rows = data?.items.filter((reward) => !storeId || !reward.store_id || reward.store_id === storeId);
  return (
    <Waiting<Reward>
      rows={rows}
      error={error}
      again={() => void refetch()}
      columns={[
        { title: say("asked"), render: (_, { asked_at }) => momentText(asked_at) },
        { title: say("reward"), dataIndex: "reward" },
        {
          title: say("member"),
          render: (_, { member_id }) => <Link to={`/members/${member_id}${search}`}>{say("member")}</Link>,
        },
        {
          title: say("store"),
          render: (_, { store_id }) => (store_id ? store(store_id) : say("anyStore")),
        },
        { title: say("points"), align: "right", render: (_, { points }) => count(points, language) },
        { title: say("until"), render: (_, { collect_until }) => collect_until ?? "–" },
        { title: "", render: (_, { id }) => mayServe && <Collect id={id} /> },
      ]}
    />
  );
}

function Collect({ id }: { id: string }) {
  const { say } = useMatterTexts();
  const collect = api.useMutation(
    "post",
    "/api/staff/reward-exchanges/{exchange_id}/collection",
    useSettling(say("collected")),
  );
  return (
    <Settle
      label={say("collect")}
      question={say("collectSure")}
      isBusy={collect.isPending}
      act={() => collect.mutate({ params: { path: { exchange_id: id } } })}
    />
  );
}
