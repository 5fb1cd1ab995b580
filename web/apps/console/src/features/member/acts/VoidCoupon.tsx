import { staff } from "@shuke/api";
import { ActDrawer, ReasonField } from "./ActDrawer";
import type { ActProps } from "./act";
import { useAct } from "./useAct";
import { useActTexts } from "./words";

interface Values {
  reason: string;
}

export function VoidCoupon({ memberId, of, close }: ActProps) {
  const { say } = useActTexts();
  const act = useAct(
    memberId,
    ({ reason }: Values, header) =>
      staff.POST("/api/staff/members/{member_id}/coupons/void", {
        params: { path: { member_id: memberId }, header },
        body: { coupon_ids: of ? [of] : [], reason },
      }),
    close,
  );
  return (
    <ActDrawer<Values> title={say("void")} says={say("voidSays")} danger act={act} close={close}>
      <ReasonField />
    </ActDrawer>
  );
}
