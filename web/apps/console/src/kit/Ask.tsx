/** A window with a form in it; what was filled in stays until it was taken. */
import { Form, Modal } from "antd";
import type { ReactNode } from "react";
import { ProblemView } from "./Problem";
import { texts } from "./texts";

const useTexts = texts(
  "ask",
  { save: "保存", cancel: "取消", needed: "请填写" },
  { save: "Save", cancel: "Cancel", needed: "Needed" },
);

interface Props<V> {
  title: string;
  isOpen: boolean;
  isBusy: boolean;
  error: unknown;
  initial: Partial<V>;
  close: () => void;
  send: (values: V) => void;
  children: ReactNode;
}

export function Ask<V extends object>(props: Props<V>) {
  const { title, isOpen, isBusy, error, initial, close, send, children } = props;
  const { say } = useTexts();
  const [form] = Form.useForm<V>();
  return (
    <Modal
      open={isOpen}
      title={title}
      okText={say("save")}
      cancelText={say("cancel")}
      onCancel={close}
      onOk={() => form.submit()}
      confirmLoading={isBusy}
      destroyOnHidden
    >
      <Form<V> form={form} layout="vertical" initialValues={initial} onFinish={send} preserve={false}>
        {error ? <ProblemView thrown={error} /> : null}
        {children}
      </Form>
    </Modal>
  );
}

/** The rule of a field that must be filled in. */
export function useNeeded() {
  const { say } = useTexts();
  return [{ required: true, message: say("needed") }];
}
