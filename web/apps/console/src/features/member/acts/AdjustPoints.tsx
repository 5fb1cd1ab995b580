import { type Shapes, staff } from "@shuke/api";
import { Form, InputNumber } from "antd";
import { useSharedTexts } from "../shared/words";
import { ActDrawer, ReasonField } from "./ActDrawer";
import type { ActProps } from "./act";
import { useAct } from "./useAct";
import { useActTexts } from "./words";

export function AdjustPoints({ memberId, close }: ActProps) {
  const { say } = useActTexts();
  const shared = useSharedTexts();
  const act = useAct(
    memberId,
    (body: Shapes["AdjustmentIn"], header) =>
      staff.POST("/api/staff/members/{member_id}/points/adjustments", {
        params: { path: { member_id: memberId }, header },
        body,
      }),
    close,
  );
  return (
    <ActDrawer<Shapes["AdjustmentIn"]> title={say("points")} says={say("pointsSays")} act={act} close={close}>
      <Form.Item
        name="points"
        label={say("pointsField")}
        rules={[{ required: true, message: shared.say("needed") }]}
      >
        <InputNumber precision={0} min={-1_000_000} max={1_000_000} style={{ width: "100%" }} autoFocus />
      </Form.Item>
      <ReasonField />
    </ActDrawer>
  );
}
