/** A window with a form in it; what was filled in stays until it was taken. What was refused for one field is said there. */
import { isProblem } from "@shuke/api";
import { Form, type FormInstance, Modal } from "antd";
import { type ReactNode, useEffect, useState } from "react";
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
  /** What the server calls a field, where the form calls it otherwise. */
  fields?: Readonly<Record<string, keyof V & string>>;
  close: () => void;
  send: (values: V) => void;
  children: ReactNode;
}

export function Ask<V extends object>(props: Props<V>) {
  const { title, isOpen, isBusy, error, initial, fields, close, send, children } = props;
  const { say } = useTexts();
  const [form] = Form.useForm<V>();
  const isAtField = useSaidAtField(form, isOpen ? error : null, fields);
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
        {error && !isAtField ? (
          <div style={{ marginBottom: 16 }}>
            <ProblemView thrown={error} />
          </div>
        ) : null}
        {children}
      </Form>
    </Modal>
  );
}

/** Say a refusal at the field that it names, if the form has it; and tell whether it was said there. */
function useSaidAtField<V extends object>(
  form: FormInstance<V>,
  error: unknown,
  fields: Readonly<Record<string, string>> = {},
): boolean {
  const [isSaid, told] = useState(false);
  const named = isProblem(error) && error.field ? (fields[error.field] ?? error.field) : null;
  useEffect(() => {
    const isHere = ({ name }: { name: readonly unknown[] }) => name.length === 1 && name[0] === named;
    const field = named ? form.getFieldsError().find(isHere) : undefined;
    told(field !== undefined);
    if (field && isProblem(error)) {
      form.setFields([{ name: field.name as never, errors: [error.detail] }]);
      form.scrollToField(field.name as never, { focus: true });
    }
  }, [form, error, named]);
  return isSaid;
}

/** The rule of a field that must be filled in. */
export function useNeeded() {
  const { say } = useTexts();
  return [{ required: true, message: say("needed") }];
}
