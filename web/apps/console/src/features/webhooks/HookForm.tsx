/** What a webhook is called, where it leads and what it hears of. */
import { Form, Input } from "antd";
import { Ask, useNeeded } from "../../kit/Ask";
import type { HookIn } from "./hooks";
import { KindsPicker } from "./KindsPicker";
import { useHookTexts } from "./words";

interface Props {
  title: string;
  isOpen: boolean;
  isBusy: boolean;
  error: unknown;
  initial: Partial<HookIn>;
  close: () => void;
  send: (hook: HookIn) => void;
}

export function HookForm(props: Props) {
  const { say } = useHookTexts();
  const needed = useNeeded();
  return (
    <Ask<HookIn> {...props}>
      <Form.Item name="name" label={say("name")} rules={needed}>
        <Input placeholder={say("nameHow")} maxLength={80} />
      </Form.Item>
      <Form.Item name="address" label={say("address")} extra={say("addressHow")} rules={needed}>
        <Input type="url" inputMode="url" placeholder="https://" maxLength={500} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="kinds"
        label={say("kinds")}
        rules={[{ required: true, type: "array", message: say("kindsNeeded") }]}
      >
        <KindsPicker />
      </Form.Item>
    </Ask>
  );
}
