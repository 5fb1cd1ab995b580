import { type Shapes, staff } from "@shuke/api";
import { Form, Input, Select } from "antd";
import { useCodes } from "../shared/useCodes";
import { useSharedTexts } from "../shared/words";
import { ActDrawer } from "./ActDrawer";
import type { ActProps } from "./act";
import { DayField, StoreField } from "./fields";
import { useAct } from "./useAct";
import { useActTexts } from "./words";

type Body = Shapes["ContactIn"];

export function WriteContact({ page, memberId, close }: ActProps) {
  const { say } = useActTexts();
  const { options } = useCodes();
  const shared = useSharedTexts();
  const act = useAct(
    memberId,
    (body: Body, header) =>
      staff.POST("/api/staff/members/{member_id}/care", {
        params: { path: { member_id: memberId }, header },
        body,
      }),
    close,
  );
  const store_id = page.profile.owner?.store_id;
  const needed = [{ required: true, message: shared.say("needed") }];
  return (
    <ActDrawer<Body>
      title={say("contact")}
      says={say("contactSays")}
      initial={{ kind: "call", ...(store_id ? { store_id } : {}) }}
      act={act}
      close={close}
    >
      <Form.Item name="kind" label={say("contactKind")} rules={needed}>
        <Select options={options("care")} />
      </Form.Item>
      <Form.Item name="text" label={say("contactText")} rules={needed}>
        <Input.TextArea maxLength={2_000} showCount autoSize={{ minRows: 4 }} />
      </Form.Item>
      <StoreField isOptional />
      <DayField name="next_on" label={say("contactNext")} isOptional />
    </ActDrawer>
  );
}
