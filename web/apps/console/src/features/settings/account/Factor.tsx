/** The second factor: bound by a code from an authenticator app, and bound anew with a new phone. */
import { api, type Shapes } from "@shuke/api";
import { App, Button, Card, Flex, Form, Input, QRCode, Typography } from "antd";
import { ProblemView } from "../../../kit/Problem";
import { useAccountTexts } from "./words";

export function Factor() {
  const { say } = useAccountTexts();
  const { message } = App.useApp();
  const begin = api.useMutation("post", "/api/staff/me/second-factor");
  const confirm = api.useMutation("post", "/api/staff/me/second-factor/confirmation", {
    onSuccess: () => {
      begin.reset();
      void message.success(say("confirmed"));
    },
  });
  const address = begin.data?.address;
  const refused = begin.error ?? confirm.error;
  return (
    <Card size="small" title={say("factor")}>
      <Flex vertical gap={12} align="flex-start">
        <Typography.Text type="secondary">{say("factorHow")}</Typography.Text>
        {refused && <ProblemView thrown={refused} />}
        {address ? (
          <Form<Shapes["Code"]> layout="vertical" onFinish={(body) => confirm.mutate({ body })}>
            <Flex vertical gap={12}>
              <QRCode value={address} size={180} />
              <Typography.Text code copyable style={{ wordBreak: "break-all" }}>
                {new URL(address).searchParams.get("secret")}
              </Typography.Text>
              <Form.Item name="code" label={say("otp")} rules={[{ required: true, message: say("needed") }]}>
                <Input.OTP length={6} />
              </Form.Item>
              <Button type="primary" htmlType="submit" loading={confirm.isPending}>
                {say("confirm")}
              </Button>
            </Flex>
          </Form>
        ) : (
          <Button loading={begin.isPending} onClick={() => begin.mutate({})}>
            {say("begin")}
          </Button>
        )}
      </Flex>
    </Card>
  );
}
