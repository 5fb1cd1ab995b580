import { api, isProblem, type Shapes } from "@shuke/api";
import { Alert, Button, Form, Input } from "antd";
import { useState } from "react";
import { wordsOf } from "../../kit/Problem";
import { useBeginning, useExpiry } from "../../session/session";
import { Frame } from "./Frame";
import { useSignInTexts } from "./words";

export default function SignInPage() {
  const { say } = useSignInTexts();
  const begin = useBeginning();
  const { hasExpired } = useExpiry();
  const [isCodeDue, setCodeDue] = useState(false);
  const signIn = api.useMutation("post", "/api/staff/session", {
    onSuccess: begin,
    onError: (thrown) => {
      if (isProblem(thrown) && thrown.code === "auth.code_due") setCodeDue(true);
    },
  });
  const asksForCode = isProblem(signIn.error) && signIn.error.code === "auth.code_due";
  return (
    <Frame>
      <Form<Shapes["SignIn"]>
        layout="vertical"
        requiredMark={false}
        onFinish={(body) => signIn.mutate({ body: { ...body, code: body.code ?? "" } })}
      >
        {hasExpired && !signIn.error && (
          <Alert role="status" type="info" showIcon title={say("expired")} style={{ marginBottom: 16 }} />
        )}
        {signIn.error && (
          <Alert
            role="alert"
            type={asksForCode ? "info" : "error"}
            showIcon
            title={wordsOf(signIn.error, say("offline"))}
            style={{ marginBottom: 16 }}
          />
        )}
        <Form.Item
          name="username"
          label={say("username")}
          rules={[{ required: true, message: say("needed") }]}
        >
          <Input autoFocus autoComplete="username" size="large" />
        </Form.Item>
        <Form.Item
          name="password"
          label={say("password")}
          rules={[{ required: true, message: say("needed") }]}
        >
          <Input.Password autoComplete="current-password" size="large" />
        </Form.Item>
        {isCodeDue && (
          <Form.Item name="code" label={say("code")} rules={[{ required: true, message: say("needed") }]}>
            <Input.OTP length={6} autoFocus size="large" />
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" block size="large" loading={signIn.isPending}>
          {say("signIn")}
        </Button>
      </Form>
    </Frame>
  );
}
