/** What a new token is called, what it may do, and until when. */
import { api, type Shapes } from "@shuke/api";
import { DatePicker, Form, Input, Modal, Radio } from "antd";
import type { Dayjs } from "dayjs";
import { ProblemView } from "../../../kit/Problem";
import { useTokenTexts } from "./words";

interface Props {
  isOpen: boolean;
  close: () => void;
  made: (secret: string) => void;
}

interface Filled {
  name: string;
  access: Shapes["TokenAccess"];
  expires?: Dayjs | null;
}

export function NewToken({ isOpen, close, made }: Props) {
  const { say } = useTokenTexts();
  const [form] = Form.useForm<Filled>();
  const issue = api.useMutation("post", "/api/staff/me/tokens", {
    onSuccess: ({ secret }) => {
      form.resetFields();
      made(secret);
    },
  });
  const send = ({ name, access, expires }: Filled) =>
    issue.mutate({ body: { name, access, expires_on: expires?.format("YYYY-MM-DD") ?? null } });
  return (
    <Modal
      open={isOpen}
      title={say("make")}
      okText={say("make")}
      cancelText={say("cancel")}
      onCancel={close}
      onOk={() => form.submit()}
      confirmLoading={issue.isPending}
    >
      <Form<Filled> form={form} layout="vertical" initialValues={{ access: "read" }} onFinish={send}>
        {issue.error && <ProblemView thrown={issue.error} />}
        <Form.Item name="name" label={say("name")} rules={[{ required: true, message: say("needed") }]}>
          <Input placeholder={say("nameHow")} maxLength={120} />
        </Form.Item>
        <Form.Item name="access" label={say("access")}>
          <Radio.Group
            options={[
              { value: "read", label: say("read") },
              { value: "write", label: say("write") },
            ]}
          />
        </Form.Item>
        <Form.Item name="expires" label={say("expires")} extra={say("expiresHow")}>
          <DatePicker />
        </Form.Item>
      </Form>
    </Modal>
  );
}
