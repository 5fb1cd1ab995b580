/** What can be done with a webhook: tried, changed, paused, given another secret, deleted. */
import { SendOutlined } from "@ant-design/icons";
import { api } from "@shuke/api";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Popconfirm } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { Once } from "../../kit/Once";
import { wordsOf } from "../../kit/Problem";
import { HookForm } from "./HookForm";
import type { Hook } from "./hooks";
import { useHookTexts } from "./words";

interface Props {
  hook: Hook;
  again: () => void;
}

export function HookActs({ hook, again }: Props) {
  return (
    <>
      <Ping hook={hook} />
      <Edit hook={hook} again={again} />
      <Pause hook={hook} again={again} />
      <Renew hook={hook} again={again} />
      <Remove hook={hook} />
    </>
  );
}

/** Say in the server's words that an act was refused. */
export function useRefused() {
  const { message } = App.useApp();
  const { say } = useHookTexts();
  return { onError: (thrown: unknown) => void message.error(wordsOf(thrown, say("no_connection"))) };
}

/** Ask for the log of deliveries again. */
export function useLogAgain() {
  const queries = useQueryClient();
  return () =>
    void queries.invalidateQueries({ queryKey: ["get", "/api/staff/webhooks/{hook_id}/deliveries"] });
}

function Ping({ hook }: { hook: Hook }) {
  const { say } = useHookTexts();
  const { message } = App.useApp();
  const logAgain = useLogAgain();
  const ping = api.useMutation("post", "/api/staff/webhooks/{hook_id}/ping", {
    ...useRefused(),
    onSuccess: () => {
      void message.success(say("pinged"));
      logAgain();
    },
  });
  return (
    <Button
      type="primary"
      icon={<SendOutlined />}
      loading={ping.isPending}
      onClick={() => ping.mutate({ params: { path: { hook_id: hook.id } } })}
    >
      {say("ping")}
    </Button>
  );
}

function Edit({ hook, again }: Props) {
  const { say } = useHookTexts();
  const [isOpen, open] = useState(false);
  const put = api.useMutation("put", "/api/staff/webhooks/{hook_id}", {
    onSuccess: () => {
      open(false);
      again();
    },
  });
  return (
    <>
      <Button onClick={() => open(true)}>{say("edit")}</Button>
      <HookForm
        title={say("edit")}
        isOpen={isOpen}
        isBusy={put.isPending}
        error={put.error}
        initial={hook}
        close={() => open(false)}
        send={({ name, address, kinds }) =>
          put.mutate({ params: { path: { hook_id: hook.id } }, body: { name, address, kinds } })
        }
      />
    </>
  );
}

function Pause({ hook, again }: Props) {
  const { say } = useHookTexts();
  const refused = useRefused();
  const params = { path: { hook_id: hook.id } };
  const pause = api.useMutation("post", "/api/staff/webhooks/{hook_id}/pause", {
    ...refused,
    onSuccess: again,
  });
  const resume = api.useMutation("post", "/api/staff/webhooks/{hook_id}/resumption", {
    ...refused,
    onSuccess: again,
  });
  if (hook.state === "paused")
    return (
      <Button loading={resume.isPending} onClick={() => resume.mutate({ params })}>
        {say("resume")}
      </Button>
    );
  return (
    <Sure
      title={say("pauseSure")}
      how={say("pauseHow")}
      ok={say("pause")}
      act={() => pause.mutate({ params })}
    >
      <Button loading={pause.isPending}>{say("pause")}</Button>
    </Sure>
  );
}

function Renew({ hook, again }: Props) {
  const { say } = useHookTexts();
  const [secret, show] = useState<string | null>(null);
  const renew = api.useMutation("post", "/api/staff/webhooks/{hook_id}/secret", {
    ...useRefused(),
    onSuccess: (fresh) => {
      show(fresh.secret);
      again();
    },
  });
  const act = () => renew.mutate({ params: { path: { hook_id: hook.id } } });
  return (
    <>
      <Sure title={say("renewSure")} how={say("renewHow")} ok={say("renew")} act={act}>
        <Button loading={renew.isPending}>{say("renew")}</Button>
      </Sure>
      <Once title={say("secret")} says={say("secretHow")} secret={secret} close={() => show(null)} />
    </>
  );
}

function Remove({ hook }: { hook: Hook }) {
  const { say } = useHookTexts();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const remove = api.useMutation("delete", "/api/staff/webhooks/{hook_id}", {
    ...useRefused(),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["get", "/api/staff/webhooks"] });
      void navigate("/settings/webhooks");
    },
  });
  const act = () => remove.mutate({ params: { path: { hook_id: hook.id } } });
  return (
    <Sure title={say("removeSure")} how={say("removeHow")} ok={say("remove")} act={act} isDanger>
      <Button danger loading={remove.isPending}>
        {say("remove")}
      </Button>
    </Sure>
  );
}

interface SureProps {
  title: string;
  how: string;
  ok: string;
  act: () => void;
  isDanger?: boolean;
  children: React.ReactNode;
}

function Sure({ title, how, ok, act, isDanger = false, children }: SureProps) {
  const { say } = useHookTexts();
  return (
    <Popconfirm
      title={title}
      description={<div style={{ maxWidth: 280 }}>{how}</div>}
      okText={ok}
      cancelText={say("cancel")}
      okButtonProps={{ danger: isDanger }}
      onConfirm={act}
    >
      {children}
    </Popconfirm>
  );
}
