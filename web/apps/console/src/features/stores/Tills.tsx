/** The tills of a store: a place for a new one, with a code that is shown once, and the end of one. */
import { PlusOutlined } from "@ant-design/icons";
import { api, type Shapes } from "@shuke/api";
import { Button, Empty, Flex, Form, Input, Popconfirm, Tag, Typography } from "antd";
import { useState } from "react";
import { Ask, useNeeded } from "../../kit/Ask";
import { momentText } from "../../kit/moments";
import { Once } from "../../kit/Once";
import { ProblemView } from "../../kit/Problem";
import { Table } from "../../kit/Table";
import { useMay } from "../../session/session";
import { useStoreTexts } from "./words";

type Device = Shapes["DeviceOut"];
type Invited = Shapes["InvitedOut"];

export function Tills({ storeId }: { storeId: string }) {
  const { say } = useStoreTexts();
  const isAble = useMay()("tills.change");
  const [isAdding, add] = useState(false);
  const [invited, show] = useState<Invited | null>(null);
  const needed = useNeeded();
  const asked = api.useQuery("get", "/api/staff/tills", {});
  const again = () => void asked.refetch();
  const invite = api.useMutation("post", "/api/staff/stores/{store_id}/tills", {
    onSuccess: (made) => {
      add(false);
      show(made);
      again();
    },
  });
  const tills = (asked.data ?? []).filter((till) => till.store_id === storeId);
  return (
    <Flex vertical gap={12}>
      <Flex justify="space-between" align="center" gap={12} wrap>
        <Typography.Text type="secondary">{say("tillsHow")}</Typography.Text>
        {isAble && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => add(true)}>
            {say("addTill")}
          </Button>
        )}
      </Flex>
      {asked.error && <ProblemView thrown={asked.error} again={again} />}
      <Table<Device>
        stacks
        rowKey="id"
        loading={asked.isLoading}
        dataSource={tills}
        pagination={false}
        locale={{ emptyText: <Empty description={say("noTills")} /> }}
        columns={[
          { title: say("tillName"), dataIndex: "name" },
          { title: say("state"), render: (_, till) => <TillState till={till} /> },
          {
            title: say("since"),
            render: (_, { revoked_at, enrolled_at, invited_at }) =>
              momentText(revoked_at ?? enrolled_at ?? invited_at),
          },
          {
            title: "",
            align: "right",
            render: (_, till) => isAble && !till.revoked_at && <Revoke till={till} again={again} />,
          },
        ]}
      />
      <Ask<{ name: string }>
        title={say("addTill")}
        isOpen={isAdding}
        isBusy={invite.isPending}
        error={invite.error}
        initial={{}}
        close={() => add(false)}
        send={(body) => invite.mutate({ params: { path: { store_id: storeId } }, body })}
      >
        <Form.Item name="name" label={say("tillName")} rules={needed}>
          <Input maxLength={60} />
        </Form.Item>
      </Ask>
      <Once
        title={say("tillCode")}
        says={say("tillCodeHow", { at: momentText(invited?.expires_at) })}
        secret={invited?.code ?? null}
        close={() => show(null)}
      />
    </Flex>
  );
}

function TillState({ till }: { till: Device }) {
  const { say } = useStoreTexts();
  if (till.revoked_at) return <Tag>{say("revoked")}</Tag>;
  return till.enrolled_at ? (
    <Tag color="success">{say("enrolled")}</Tag>
  ) : (
    <Tag color="processing">{say("invited")}</Tag>
  );
}

function Revoke({ till, again }: { till: Device; again: () => void }) {
  const { say } = useStoreTexts();
  const revoke = api.useMutation("delete", "/api/staff/tills/{device_id}", { onSuccess: again });
  if (revoke.error) return <ProblemView thrown={revoke.error} again={() => revoke.reset()} />;
  return (
    <Popconfirm
      title={say("revokeSure")}
      description={<div style={{ maxWidth: 260 }}>{say("revokeHow")}</div>}
      okText={say("revoke")}
      cancelText={say("cancel")}
      okButtonProps={{ danger: true }}
      onConfirm={() => revoke.mutate({ params: { path: { device_id: till.id } } })}
    >
      <Button size="small" danger loading={revoke.isPending}>
        {say("revoke")}
      </Button>
    </Popconfirm>
  );
}
