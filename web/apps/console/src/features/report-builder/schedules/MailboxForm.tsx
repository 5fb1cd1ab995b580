/** Where one's own letters go; the server keeps the address sealed and shows it masked. */
import { api } from "@shuke/api";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, Input } from "antd";
import { ProblemView } from "../../../kit/Problem";
import { useScheduleTexts } from "./words";

export function MailboxForm() {
  const { say } = useScheduleTexts();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const { data } = api.useQuery("get", "/api/staff/mailbox");
  const put = api.useMutation("put", "/api/staff/mailbox", {
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["get", "/api/staff/mailbox"] });
      await queries.invalidateQueries({ queryKey: ["get", "/api/staff/report-recipients"] });
      message.success(say("saved"));
    },
  });
  if (!data) return null;
  return (
    <Form<{ address: string }> layout="vertical" onFinish={(body) => put.mutate({ body })}>
      <Form.Item
        name="address"
        label={say("mailbox")}
        extra={data.address_masked ?? say("mailboxNone")}
        rules={[{ required: true, type: "email", message: say("mailbox") }]}
        style={{ marginBottom: 8 }}
      >
        <Input type="email" autoComplete="email" />
      </Form.Item>
      <Button htmlType="submit" size="small" loading={put.isPending}>
        {say("mailboxSave")}
      </Button>
      {put.error && <ProblemView thrown={put.error} />}
    </Form>
  );
}
