/** A login with a password that is shown once, a PIN for tills, and the end of a person's work. */
import { api, type Shapes } from "@shuke/api";
import { App, Button, Form, Input, Typography } from "antd";
import { useState } from "react";
import { Ask, useNeeded } from "../../kit/Ask";
import { Once } from "../../kit/Once";
import { wordsOf } from "../../kit/Problem";
import { useStaffTexts } from "./words";

interface Props {
  person: Shapes["PersonOut"];
  again: () => void;
}

export function Login({ person, again }: Props) {
  const { say } = useStaffTexts();
  const needed = useNeeded();
  const [isOpen, open] = useState(false);
  const [password, show] = useState<string | null>(null);
  const give = api.useMutation("post", "/api/staff/staff/{staff_id}/login", {
    onSuccess: ({ one_time_password }) => {
      open(false);
      show(one_time_password);
      again();
    },
  });
  const title = say(person.has_login ? "resetLogin" : "giveLogin");
  return (
    <>
      <Button onClick={() => open(true)}>{title}</Button>
      <Ask<Shapes["NewLogin"]>
        title={title}
        isOpen={isOpen}
        isBusy={give.isPending}
        error={give.error}
        initial={{ username: person.code }}
        close={() => open(false)}
        send={(body) => give.mutate({ params: { path: { staff_id: person.id } }, body })}
      >
        {person.has_login && <Typography.Paragraph>{say("resetHow")}</Typography.Paragraph>}
        <Form.Item name="username" label={say("username")} extra={say("usernameHow")} rules={needed}>
          <Input maxLength={150} autoComplete="off" />
        </Form.Item>
      </Ask>
      <Once title={say("oneTime")} says={say("oneTimeHow")} secret={password} close={() => show(null)} />
    </>
  );
}

export function Pin({ person }: Pick<Props, "person">) {
  const { say } = useStaffTexts();
  const { message } = App.useApp();
  const [isOpen, open] = useState(false);
  const set = api.useMutation("put", "/api/staff/staff/{staff_id}/pin", {
    onSuccess: () => {
      open(false);
      void message.success(say("saved"));
    },
  });
  return (
    <>
      <Button onClick={() => open(true)}>{say("pin")}</Button>
      <Ask<Shapes["NewPin"]>
        title={say("pin")}
        isOpen={isOpen}
        isBusy={set.isPending}
        error={set.error}
        initial={{}}
        close={() => open(false)}
        send={(body) => set.mutate({ params: { path: { staff_id: person.id } }, body })}
      >
        <Form.Item
          name="pin"
          label={say("pinNew")}
          extra={say("pinHow")}
          rules={[{ required: true, pattern: /^[0-9]{4,8}$/, message: say("pinBad") }]}
        >
          <Input.Password inputMode="numeric" maxLength={8} autoComplete="off" />
        </Form.Item>
      </Ask>
    </>
  );
}

export function Dismiss({ person, again }: Props) {
  const { say } = useStaffTexts();
  const { modal, message } = App.useApp();
  const dismiss = api.useMutation("post", "/api/staff/staff/{staff_id}/dismissal", {
    onSuccess: again,
    onError: (thrown) => void message.error(wordsOf(thrown, "")),
  });
  const ask = () =>
    modal.confirm({
      title: say("dismissSure", { name: person.name }),
      content: say("dismissHow"),
      okText: say("dismiss"),
      okButtonProps: { danger: true },
      cancelText: say("cancel"),
      onOk: () => dismiss.mutate({ params: { path: { staff_id: person.id } } }),
    });
  return (
    <Button danger loading={dismiss.isPending} onClick={ask}>
      {say("dismiss")}
    </Button>
  );
}
