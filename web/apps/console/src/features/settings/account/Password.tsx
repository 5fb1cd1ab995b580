/** A new password in place of the present one; other devices are signed out by it. */
import { api } from "@shuke/api";
import { App, Button, Card, Form, Input, Typography } from "antd";
import { ProblemView } from "../../../kit/Problem";
import { useAccountTexts } from "./words";

interface Filled {
  present: string;
  fresh: string;
  again: string;
}

export function Password() {
  const { say } = useAccountTexts();
  const { message } = App.useApp();
  const [form] = Form.useForm<Filled>();
  const change = api.useMutation("post", "/api/staff/me/password", {
    onSuccess: () => {
      form.resetFields();
      void message.success(say("changed"));
    },
  });
  const needed = { required: true, message: say("needed") };
  return (
    <Card size="small" title={say("password")}>
      <Form<Filled>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ present, fresh }) => change.mutate({ body: { present, new: fresh } })}
      >
        <Typography.Paragraph type="secondary">{say("passwordHow")}</Typography.Paragraph>
        {change.error && <ProblemView thrown={change.error} />}
        <Form.Item name="present" label={say("present")} rules={[needed]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item name="fresh" label={say("fresh")} rules={[needed]}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item
          name="again"
          label={say("again")}
          dependencies={["fresh"]}
          rules={[
            needed,
            ({ getFieldValue }) => ({
              validator: (_, value) =>
                !value || value === getFieldValue("fresh")
                  ? Promise.resolve()
                  : Promise.reject(new Error(say("differs"))),
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          {say("change")}
        </Button>
      </Form>
    </Card>
  );
}
