/** Goods come in, go to another store, or are put right after a count with a reason. */
import { api } from "@shuke/api";
import { useQueryClient } from "@tanstack/react-query";
import { App, Form, Input, InputNumber, Select } from "antd";
import { Ask, useNeeded } from "../../kit/Ask";
import { SkuSelect } from "../../kit/SkuSelect";
import { useEveryStore } from "../../kit/stores";
import { useStoreTexts } from "./words";

export type Act = "receive" | "transfer" | "adjust";

interface Filled {
  sku: string;
  quantity: number;
  to?: string;
  reason?: string;
}

interface Props {
  act: Act | null;
  storeId: string;
  close: () => void;
}

const MILLI = 1000;

export function StockAct({ act, storeId, close }: Props) {
  const { say } = useStoreTexts();
  const needed = useNeeded();
  const stores = useEveryStore();
  const { send, isBusy, error } = useAct(act, storeId, close);
  const others = (stores.data ?? []).filter(({ id }) => id !== storeId);
  return (
    <Ask<Filled>
      title={say(act ?? "receive")}
      isOpen={act !== null}
      isBusy={isBusy}
      error={error}
      initial={{}}
      close={close}
      send={send}
    >
      <Form.Item name="sku" label={say("sku")} rules={needed}>
        <SkuSelect label={say("chooseSku")} nothing={say("nobody")} />
      </Form.Item>
      <Form.Item name="quantity" label={say(act === "adjust" ? "counted" : "quantity")} rules={needed}>
        <InputNumber<number>
          {...(act === "adjust" ? {} : { min: 0.001 })}
          precision={3}
          style={{ width: "100%" }}
        />
      </Form.Item>
      {act === "transfer" && (
        <Form.Item name="to" label={say("to")} rules={needed}>
          <Select
            showSearch={{ optionFilterProp: "label" }}
            options={others.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
          />
        </Form.Item>
      )}
      <Form.Item name="reason" label={say("reason")} rules={act === "adjust" ? needed : []}>
        <Input maxLength={200} />
      </Form.Item>
    </Ask>
  );
}

function useAct(act: Act | null, storeId: string, close: () => void) {
  const { say } = useStoreTexts();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const after = {
    onSuccess: () => {
      void message.success(say("saved"));
      void queries.invalidateQueries();
      close();
    },
  };
  const receive = api.useMutation("post", "/api/staff/stores/{store_id}/stock/receipts", after);
  const transfer = api.useMutation("post", "/api/staff/stores/{store_id}/stock/transfers", after);
  const adjust = api.useMutation("post", "/api/staff/stores/{store_id}/stock/adjustments", after);
  const params = { path: { store_id: storeId } };
  const send = ({ sku, quantity, to = "", reason = "" }: Filled) => {
    const quantity_milli = Math.round(quantity * MILLI);
    const goods = [{ sku_id: sku, quantity_milli }];
    if (act === "receive") receive.mutate({ params, body: { goods, reason } });
    else if (act === "transfer") transfer.mutate({ params, body: { to_store_id: to, goods, reason } });
    else adjust.mutate({ params, body: { sku_id: sku, quantity_milli, reason } });
  };
  const running = { receive, transfer, adjust }[act ?? "receive"];
  return { send, isBusy: running.isPending, error: running.error };
}
