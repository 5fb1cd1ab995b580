/** A coupon by its template, or a whole bundle of them. */
import { type Shapes, staff } from "@shuke/api";
import { Form, Select } from "antd";
import { useSharedTexts } from "../shared/words";
import { ActDrawer, ReasonField } from "./ActDrawer";
import type { ActProps } from "./act";
import { useAct } from "./useAct";
import { useOffers } from "./useOffers";
import { useActTexts } from "./words";

export function GiveCoupon({ memberId, close }: ActProps) {
  const { say } = useActTexts();
  const act = useAct(
    memberId,
    (body: Shapes["Issue"], header) =>
      staff.POST("/api/staff/members/{member_id}/coupons", {
        params: { path: { member_id: memberId }, header },
        body,
      }),
    close,
  );
  return (
    <ActDrawer<Shapes["Issue"]> title={say("coupon")} says={say("couponSays")} act={act} close={close}>
      <Offer kind="coupons.template" name="template" label={say("couponField")} />
      <ReasonField />
    </ActDrawer>
  );
}

export function GiveBundle({ memberId, close }: ActProps) {
  const { say } = useActTexts();
  const act = useAct(
    memberId,
    (body: Shapes["GivePack"], header) =>
      staff.POST("/api/staff/members/{member_id}/coupon-packs", {
        params: { path: { member_id: memberId }, header },
        body,
      }),
    close,
  );
  return (
    <ActDrawer<Shapes["GivePack"]> title={say("pack")} says={say("packSays")} act={act} close={close}>
      <Offer kind="coupons.bundle" name="bundle" label={say("packField")} />
      <ReasonField />
    </ActDrawer>
  );
}

function Offer({ kind, name, label }: { kind: string; name: string; label: string }) {
  const shared = useSharedTexts();
  const { offers, isLoading } = useOffers(kind);
  return (
    <Form.Item name={name} label={label} rules={[{ required: true, message: shared.say("needed") }]}>
      <Select loading={isLoading} options={offers} showSearch={{ optionFilterProp: "label" }} />
    </Form.Item>
  );
}
