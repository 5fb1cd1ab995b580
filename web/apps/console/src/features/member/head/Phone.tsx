/** The phone, masked; whole for whoever says why, and forgotten again when it is hidden. */
import { EyeInvisibleOutlined, EyeOutlined } from "@ant-design/icons";
import { staff } from "@shuke/api";
import { Button, Flex, Form, Input, Modal, Typography } from "antd";
import { useState } from "react";
import { ProblemView } from "../../../kit/Problem";
import { useMay } from "../../../session/session";
import type { Page } from "../page";
import { useSharedTexts } from "../shared/words";
import { useMemberTexts } from "../words";

export function Phone({ page }: { page: Page }) {
  const { say } = useMemberTexts();
  const may = useMay();
  const [isAsking, ask] = useState(false);
  const [clear, show] = useState<string | null>(null);
  const masked = page.profile.identities.find((each) => each.kind === "phone")?.masked;
  if (!masked) return <Typography.Text type="secondary">{say("noPhone")}</Typography.Text>;
  return (
    <Flex gap={4} align="center">
      <Typography.Text strong copyable={clear !== null}>
        {clear ?? masked}
      </Typography.Text>
      {may("members.reveal") && (
        <Button
          type="text"
          size="small"
          icon={clear ? <EyeInvisibleOutlined /> : <EyeOutlined />}
          aria-label={say(clear ? "hide" : "reveal")}
          title={say(clear ? "hide" : "reveal")}
          onClick={() => (clear ? show(null) : ask(true))}
        />
      )}
      {isAsking && <Ask memberId={page.profile.member_id} show={show} close={() => ask(false)} />}
    </Flex>
  );
}

interface AskProps {
  memberId: string;
  show: (phone: string) => void;
  close: () => void;
}

function Ask({ memberId, show, close }: AskProps) {
  const { say } = useMemberTexts();
  const shared = useSharedTexts();
  const [form] = Form.useForm<{ reason: string }>();
  const [problem, fail] = useState<unknown>(null);
  const look = async ({ reason }: { reason: string }) => {
    const { data, error } = await staff.POST("/api/staff/members/{member_id}/reveal", {
      params: { path: { member_id: memberId } },
      body: { kind: "phone", reason },
    });
    if (!data) return fail(error);
    show(data.value);
    close();
  };
  return (
    <Modal
      open
      title={say("revealTitle")}
      onCancel={close}
      onOk={() => form.submit()}
      okText={say("reveal")}
      cancelText={shared.say("cancel")}
    >
      <Flex vertical gap={12}>
        <Typography.Text type="secondary">{say("revealSays")}</Typography.Text>
        <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => void look(values)}>
          <Form.Item
            name="reason"
            label={shared.say("reason")}
            rules={[{ required: true, min: 2, message: shared.say("reasonShort") }]}
          >
            <Input maxLength={200} autoFocus />
          </Form.Item>
        </Form>
        {problem ? <ProblemView thrown={problem} /> : null}
      </Flex>
    </Modal>
  );
}
