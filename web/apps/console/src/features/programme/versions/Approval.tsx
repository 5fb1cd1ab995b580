/** A second person brings a draft into force from its date, or declines it; whoever wrote it may take it back. */
import { api } from "@shuke/api";
import { today } from "@shuke/core";
import { useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Flex, Input, Modal, Popconfirm } from "antd";
import { useState } from "react";
import { ProblemView } from "../../../kit/Problem";
import { useMay, useMe } from "../../../session/session";
import type { Version } from "../rules";
import { useProgrammeTexts } from "../words";

export function Approval({ version }: { version: Version }) {
  const { say } = useProgrammeTexts();
  const may = useMay();
  const me = useMe();
  const isOwn = version.proposed_by !== null && version.proposed_by === me.staff_id;
  const from = version.effective_from;
  const says = isOwn
    ? say("needsOther")
    : may("rules.change")
      ? say("mayApprove", { from })
      : say("waitsForOther");
  return (
    <Alert
      type={isOwn ? "info" : "warning"}
      showIcon
      title={says}
      action={
        may("rules.change") && (
          <Flex gap={8} wrap justify="flex-end">
            <Withdraw version={version} isOwn={isOwn} />
            {!isOwn && <Approve version={version} />}
          </Flex>
        )
      }
    />
  );
}

function useAgain() {
  const queries = useQueryClient();
  return () =>
    queries.invalidateQueries({
      predicate: ({ queryKey }) => String(queryKey[1]).startsWith("/api/staff/rules"),
    });
}

function Approve({ version }: { version: Version }) {
  const { say } = useProgrammeTexts();
  const { message } = App.useApp();
  const again = useAgain();
  const { mutate, isPending, error, reset } = api.useMutation(
    "post",
    "/api/staff/rules/{version_id}/approval",
    {
      onSuccess: async () => {
        await again();
        void message.success(say("approved"));
      },
    },
  );
  const from = version.effective_from;
  if (error) return <ProblemView thrown={error} again={reset} />;
  return (
    <Popconfirm
      title={say("approveSure")}
      description={
        <div style={{ maxWidth: 300 }}>{say(from < today() ? "approvePast" : "approveHow", { from })}</div>
      }
      okText={say("approve")}
      onConfirm={() => mutate({ params: { path: { version_id: version.id } } })}
    >
      <Button type="primary" loading={isPending}>
        {say("approve")}
      </Button>
    </Popconfirm>
  );
}

function Withdraw({ version, isOwn }: { version: Version; isOwn: boolean }) {
  const { say } = useProgrammeTexts();
  const [isOpen, open] = useState(false);
  const [reason, write] = useState("");
  const again = useAgain();
  const { mutate, isPending, error } = api.useMutation("post", "/api/staff/rules/{version_id}/withdrawal", {
    onSuccess: async () => {
      open(false);
      await again();
    },
  });
  const word = isOwn ? "withdraw" : "decline";
  return (
    <>
      <Button onClick={() => open(true)}>{say(word)}</Button>
      <Modal
        open={isOpen}
        title={say(isOwn ? "withdrawSure" : "declineSure")}
        okText={say(word)}
        cancelText={say("keep")}
        okButtonProps={{ danger: true, loading: isPending, disabled: !isOwn && reason.trim() === "" }}
        onOk={() => mutate({ params: { path: { version_id: version.id } }, body: { reason: reason.trim() } })}
        onCancel={() => open(false)}
      >
        <label htmlFor="withdraw-reason">{say("reason")}</label>
        <Input.TextArea
          id="withdraw-reason"
          value={reason}
          maxLength={500}
          onChange={({ target }) => write(target.value)}
          style={{ marginTop: 8 }}
        />
        {error ? <ProblemView thrown={error} /> : null}
      </Modal>
    </>
  );
}
