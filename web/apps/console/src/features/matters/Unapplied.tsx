/** Payments that have come and have paid for nothing; whoever may, sends them back. */
import { api, type Shapes } from "@shuke/api";
import { money } from "@shuke/core";
import { Button, Form, Input } from "antd";
import { useState } from "react";
import { Ask, useNeeded } from "../../kit/Ask";
import { momentText } from "../../kit/moments";
import { useScope } from "../../kit/scope";
import { useMay } from "../../session/session";
import { useSettling, useStoreNames } from "./acting";
import { Waiting } from "./Waiting";
import { useMatterTexts } from "./words";

type Payment = Shapes["PaymentOut"];

export function Unapplied() {
  const { say, language } = useMatterTexts();
  const { storeId } = useScope();
  const store = useStoreNames();
  const maySend = useMay()("payments.return");
  const { data, error, refetch } = api.useQuery("get", "/api/staff/unapplied-payments");
  const [sent, setSent] = useState<Payment | null>(null);
  return (
    <>
      <Waiting<Payment>
        rows={data?.filter((payment) => !storeId || payment.store_id === storeId)}
        error={error}
        again={() => void refetch()}
        columns={[
          { title: say("store"), render: (_, payment) => store(payment.store_id) },
          { title: say("way"), render: (_, payment) => say(payment.way) },
          {
            title: say("amount"),
            align: "right",
            render: (_, { amount_minor }) => money(amount_minor, language),
          },
          {
            title: say("returned"),
            align: "right",
            render: (_, { returned_minor }) => money(returned_minor, language),
          },
          { title: say("closes"), render: (_, { expires_at }) => momentText(expires_at) },
          {
            title: "",
            render: (_, payment) =>
              maySend && (
                <Button size="small" onClick={() => setSent(payment)}>
                  {say("sendBack")}
                </Button>
              ),
          },
        ]}
      />
      <SendBack payment={sent} close={() => setSent(null)} />
    </>
  );
}

function SendBack({ payment, close }: { payment: Payment | null; close: () => void }) {
  const { say, language } = useMatterTexts();
  const needed = useNeeded();
  const settling = useSettling(say("done"));
  const send = api.useMutation("post", "/api/staff/payments/{payment_id}/send-back", {
    onSuccess: () => {
      settling.onSuccess();
      close();
    },
  });
  const left = payment ? payment.amount_minor - payment.returned_minor : 0;
  return (
    <Ask<{ reason: string }>
      title={say("sendBackAll", { amount: money(left, language) })}
      isOpen={payment !== null}
      isBusy={send.isPending}
      error={send.error}
      initial={{}}
      close={close}
      send={({ reason }) =>
        payment &&
        send.mutate({ params: { path: { payment_id: payment.id } }, body: { amount_minor: left, reason } })
      }
    >
      <Form.Item name="reason" label={say("reason")} rules={needed}>
        <Input maxLength={200} />
      </Form.Item>
    </Ask>
  );
}
