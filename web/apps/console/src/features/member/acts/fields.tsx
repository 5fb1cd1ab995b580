/** Fields that several forms share: a store, a day, an amount. */
import { DatePicker, Form, InputNumber, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useEveryStore } from "../../../kit/stores";
import { useSharedTexts } from "../shared/words";

const FEN = 100;

export function StoreField({
  name = "store_id",
  isOptional = false,
}: {
  name?: string;
  isOptional?: boolean;
}) {
  const { say } = useSharedTexts();
  const stores = useEveryStore();
  return (
    <Form.Item name={name} label={say("store")} rules={[{ required: !isOptional, message: say("needed") }]}>
      <Select
        allowClear={isOptional}
        loading={stores.isLoading}
        showSearch={{ optionFilterProp: "label" }}
        options={(stores.data ?? []).map((store) => ({
          value: store.id,
          label: `${store.code} ${store.name}`,
        }))}
      />
    </Form.Item>
  );
}

interface DayFieldProps {
  name: string;
  label: string;
  extra?: string;
  isOptional?: boolean;
  isPast?: boolean;
}

/** A day as the server writes it: 2026-11-22. */
export function DayField({ name, label, extra, isOptional = false }: DayFieldProps) {
  const { say } = useSharedTexts();
  return (
    <Form.Item
      name={name}
      label={label}
      extra={extra}
      rules={[{ required: !isOptional, message: say("needed") }]}
      getValueProps={(day?: string) => ({ value: day ? dayjs(day) : undefined })}
      normalize={(day: Dayjs | null) => day?.format("YYYY-MM-DD")}
    >
      <DatePicker style={{ width: "100%" }} />
    </Form.Item>
  );
}

/** Yuan on the screen, fen underneath. */
export function MoneyField({ name, extra }: { name: string; extra?: string }) {
  const { say } = useSharedTexts();
  return (
    <Form.Item
      name={name}
      label={say("amount")}
      extra={extra}
      rules={[{ required: true, message: say("needed") }]}
      getValueProps={(fen?: number) => ({ value: fen === undefined ? undefined : fen / FEN })}
      normalize={(yuan: number | null) => (yuan === null ? undefined : Math.round(yuan * FEN))}
    >
      <InputNumber precision={2} style={{ width: "100%" }} />
    </Form.Item>
  );
}
