import { type Shapes, staff } from "@shuke/api";
import { Form, Select } from "antd";
import { useCodes } from "../shared/useCodes";
import { useSharedTexts } from "../shared/words";
import { ActDrawer } from "./ActDrawer";
import type { ActProps } from "./act";
import { useAct } from "./useAct";
import { useActTexts } from "./words";

type Said = Shapes["ConsentIn"];

const CHANNELS = ["any", "sms", "wechat", "wecom", "mini_program", "email", "call"];

export function ChangeConsent({ memberId, close }: ActProps) {
  const { say } = useActTexts();
  const { options } = useCodes();
  const shared = useSharedTexts();
  const act = useAct(
    memberId,
    (said: Said, header) =>
      staff.POST("/api/staff/members/{member_id}/consents", {
        params: { path: { member_id: memberId }, header },
        body: { consents: [said] },
      }),
    close,
  );
  const needed = [{ required: true, message: shared.say("needed") }];
  return (
    <ActDrawer<Said>
      title={say("consent")}
      says={say("consentSays")}
      initial={{ purpose: "marketing", channel: "any" }}
      act={act}
      close={close}
    >
      <Form.Item name="purpose" label={say("consentPurpose")} rules={needed}>
        <Select options={options("purpose")} />
      </Form.Item>
      <Form.Item name="channel" label={say("consentChannel")} rules={needed}>
        <Select options={options("channel").filter(({ value }) => CHANNELS.includes(value))} />
      </Form.Item>
      <Form.Item name="decision" label={say("consentDecision")} rules={needed}>
        <Select options={options("decision")} />
      </Form.Item>
    </ActDrawer>
  );
}
