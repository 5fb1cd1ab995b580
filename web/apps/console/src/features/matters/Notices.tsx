/** The providers' notices that fitted no payment. They are read here, and looked into with the provider. */
import { api, type Shapes } from "@shuke/api";
import { money } from "@shuke/core";
import { Tag } from "antd";
import { momentText } from "../../kit/moments";
import { Waiting } from "./Waiting";
import { useMatterTexts } from "./words";

type Notice = Shapes["NoticeOut"];
type Odd = "unknown" | "wrong_amount" | "late";

export function Notices() {
  const { say, language } = useMatterTexts();
  const { data, error, refetch } = api.useQuery("get", "/api/staff/odd-payment-notices", {});
  return (
    <Waiting<Notice>
      rows={data}
      error={error}
      again={() => void refetch()}
      columns={[
        { title: say("received"), render: (_, { received_at }) => momentText(received_at) },
        { title: say("way"), render: (_, { way }) => say(way) },
        {
          title: say("outcome"),
          render: (_, { outcome }) => <Tag color="warning">{say(outcome as Odd)}</Tag>,
        },
        { title: say("amount"), align: "right", render: (_, each) => money(each.amount_minor, language) },
        { title: say("reference"), dataIndex: "reference" },
        { title: say("provider"), dataIndex: "provider_id" },
      ]}
    />
  );
}
