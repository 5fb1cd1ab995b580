/** What must be done before the console opens: an own password, and a second factor where the role asks for one. */
import { api, type Shapes } from "@shuke/api";
import { useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Flex, Form, Input, QRCode, Typography } from "antd";
import { wordsOf } from "../../kit/Problem";
import { useSignOut } from "../../session/session";
import { Frame } from "./Frame";
import { useSignInTexts } from "./words";

export default function DuePage({ due }: { due: string[] }) {
  const { say } = useSignInTexts();
  const signOut = useSignOut();
  return (
    <Frame>
      <Flex vertical gap={16}>
        {due.includes("password") ? <NewPassword /> : <SecondFactor />}
        <Button type="text" onClick={() => void signOut()}>
          {say("signOut")}
        </Button>
      </Flex>
    </Frame>
  );
}

function NewPassword() {
  const { say } = useSignInTexts();
  const queries = useQueryClient();
  const change = api.useMutation("post", "/api/staff/me/password", {
    onSuccess: () => queries.invalidateQueries(),
  });
  const needed = [{ required: true, message: say("needed") }];
  return (
    <Form<Shapes["NewPassword"]>
      layout="vertical"
      requiredMark={false}
      onFinish={(body) => change.mutate({ body })}
    >
      <Typography.Paragraph>{say("newPasswordHow")}</Typography.Paragraph>
      {change.error && <Refused thrown={change.error} />}
      <Form.Item name="present" label={say("present")} rules={needed}>
        <Input.Password autoFocus autoComplete="current-password" />
      </Form.Item>
      <Form.Item name="new" label={say("fresh")} rules={needed}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={change.isPending}>
        {say("change")}
      </Button>
    </Form>
  );
}

function SecondFactor() {
  const { say } = useSignInTexts();
  const queries = useQueryClient();
  const begin = api.useMutation("post", "/api/staff/me/second-factor");
  const confirm = api.useMutation("post", "/api/staff/me/second-factor/confirmation", {
    onSuccess: () => queries.invalidateQueries(),
  });
  const address = begin.data?.address;
  return (
    <Form<Shapes["Code"]>
      layout="vertical"
      requiredMark={false}
      onFinish={(body) => confirm.mutate({ body })}
    >
      <Typography.Paragraph>{say("secondHow")}</Typography.Paragraph>
      {(begin.error ?? confirm.error) && <Refused thrown={begin.error ?? confirm.error} />}
      {address ? (
        <Flex vertical align="center" gap={16}>
          <QRCode value={address} size={200} />
          <Typography.Text code copyable style={{ wordBreak: "break-all" }}>
            {new URL(address).searchParams.get("secret")}
          </Typography.Text>
          <Form.Item name="code" label={say("code")} rules={[{ required: true, message: say("needed") }]}>
            <Input.OTP length={6} />
          </Form.Item>
          <Button type="primary" htmlType="submit" block loading={confirm.isPending}>
            {say("confirm")}
          </Button>
        </Flex>
      ) : (
        <Button type="primary" block loading={begin.isPending} onClick={() => begin.mutate({})}>
          {say("begin")}
        </Button>
      )}
    </Form>
  );
}

function Refused({ thrown }: { thrown: unknown }) {
  const { say } = useSignInTexts();
  return (
    <Alert
      role="alert"
      type="error"
      showIcon
      title={wordsOf(thrown, say("offline"))}
      style={{ marginBottom: 16 }}
    />
  );
}
