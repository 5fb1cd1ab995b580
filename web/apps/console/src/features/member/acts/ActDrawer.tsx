/** A form for one act, beside the page: what it does in a sentence, its fields, the server's refusal, and the button. */
import { Alert, Button, Drawer, Flex, Form, Input, Typography } from "antd";
import type { ReactNode } from "react";
import { ProblemView } from "../../../kit/Problem";
import { useSharedTexts } from "../shared/words";

interface Props<V> {
  title: string;
  says: string;
  warning?: string;
  danger?: boolean;
  okText?: string;
  initial?: Partial<V>;
  act: { mutate: (values: V) => void; isPending: boolean; error: unknown };
  close: () => void;
  width?: number;
  children?: ReactNode;
}

export function ActDrawer<V extends object>(props: Props<V>) {
  const { title, says, warning, danger = false, okText, initial, act, close, width = 440, children } = props;
  const { say } = useSharedTexts();
  const [form] = Form.useForm<V>();
  return (
    <Drawer
      open
      onClose={close}
      title={title}
      size={width}
      footer={
        <Flex gap={8} justify="flex-end">
          <Button onClick={close}>{say("cancel")}</Button>
          <Button type="primary" danger={danger} loading={act.isPending} onClick={() => form.submit()}>
            {okText ?? say("save")}
          </Button>
        </Flex>
      }
    >
      <Flex vertical gap={16}>
        <Typography.Text type="secondary">{says}</Typography.Text>
        {warning && <Alert type="warning" showIcon title={warning} />}
        <Form<V>
          form={form}
          layout="vertical"
          requiredMark={false}
          {...(initial ? { initialValues: initial } : {})}
          onFinish={act.mutate}
        >
          {children}
        </Form>
        {act.error ? <ProblemView thrown={act.error} /> : null}
      </Flex>
    </Drawer>
  );
}

export function ReasonField() {
  const { say } = useSharedTexts();
  return (
    <Form.Item
      name="reason"
      label={say("reason")}
      extra={say("reasonHint")}
      rules={[{ required: true, min: 2, message: say("reasonShort") }]}
    >
      <Input.TextArea maxLength={200} showCount autoSize={{ minRows: 2 }} />
    </Form.Item>
  );
}
