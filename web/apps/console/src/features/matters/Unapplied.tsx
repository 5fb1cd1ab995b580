/** Payments that have come and have paid for nothing; whoever may, sends them back. */
import { api, type Shapes } from "@shuke/api";
import { money } from "@shuke/core";
import { Button, Form, Input } from "antd";
import { useState } from "react";
import { Ask, useNeeded } from "../../kit/Ask";
import { momentText } from "../../kit/moments";
import { useScope } from "../../kit/scope";
import { Table } from "../../kit/Table";
import { useMay } from "../../session/session";
import { useSettling, useStoreNames } from "./acting";
import { Waiting } from "./Waiting";
import { useMatterTexts } from "./words";

type Payment = Shapes["PaymentOut"];

export function Unapplied() {
  const { storeId } = useScope();
  const { data, error, refetch } = api.useQuery("get", "/api/staff/unapplied-payments");
  const [sent, setSent] = useState<Payment | null>(null);
  const rows = data?.filter((payment) => !storeId || payment.store_id === storeId);
  return (
    <>
      <Waiting rows={rows} error={error} again={() => void refetch()}>
        {(waiting) => <Payments payments={waiting} send={setSent} />}
      </Waiting>
      <SendBack payment={sent} close={() => setSent(null)} />
    </>
  );
}

function Payments({ payments, send }: { payments: Payment[]; send: (payment: Payment) => void }) {
  const { say, language } = useMatterTexts();
  const store = useStoreNames();
  const maySend = useMay()("payments.return");
  return (
    <Table<Payment>
      stacks
      rowKey="id"
      dataSource={payments}
      pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
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
              <Button size="small" onClick={() => send(payment)}>
                {say("sendBack")}
              </Button>
            ),
        },
      ]}
    />
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
