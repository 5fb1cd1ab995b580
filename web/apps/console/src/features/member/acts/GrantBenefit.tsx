/** A benefit beyond her tier: one of those that the chain's cards know. */
import { type Shapes, staff } from "@shuke/api";
import { today } from "@shuke/core";
import { Form, InputNumber, Select } from "antd";
import { useSharedTexts } from "../shared/words";
import { ActDrawer, ReasonField } from "./ActDrawer";
import type { ActProps } from "./act";
import { DayField } from "./fields";
import { useAct } from "./useAct";
import { useOffers } from "./useOffers";
import { useActTexts } from "./words";

type Body = Shapes["BenefitGrant"];

export function GrantBenefit({ memberId, close }: ActProps) {
  const { say } = useActTexts();
  const shared = useSharedTexts();
  const { offers, isLoading } = useOffers("benefits.benefit");
  const act = useAct(
    memberId,
    (body: Body, header) =>
      staff.POST("/api/staff/members/{member_id}/benefits", {
        params: { path: { member_id: memberId }, header },
        body,
      }),
    close,
  );
  return (
    <ActDrawer<Body>
      title={say("benefit")}
      says={say("benefitSays")}
      initial={{ from_date: today() }}
      act={act}
      close={close}
    >
      <Form.Item
        name="benefit"
        label={say("benefitField")}
        rules={[{ required: true, message: shared.say("needed") }]}
      >
        <Select loading={isLoading} options={offers} />
      </Form.Item>
      <Form.Item name="quota" label={say("quota")}>
        <InputNumber precision={0} min={1} max={1_000} style={{ width: "100%" }} />
      </Form.Item>
      <DayField name="from_date" label={say("fromDate")} />
      <DayField name="to_date" label={say("toDate")} isOptional />
      <ReasonField />
    </ActDrawer>
  );
}
