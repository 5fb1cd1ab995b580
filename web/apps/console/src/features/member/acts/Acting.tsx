/** The form of the act that the address names, where the person has its right; and the receipt that is opened. */
import { useMay } from "../../../session/session";
import type { Page } from "../page";
import { ReceiptDrawer } from "../receipts/ReceiptDrawer";
import { type Act, useActing } from "../shared/section";
import { AddTag } from "./AddTag";
import { AdjustPoints } from "./AdjustPoints";
import type { ActProps } from "./act";
import { ChangeConsent } from "./ChangeConsent";
import { ChangeOwner } from "./ChangeOwner";
import { CopyOfData } from "./CopyOfData";
import { EditProfile } from "./EditProfile";
import { Erase } from "./Erase";
import { GiveBundle, GiveCoupon } from "./GiveCoupon";
import { GiveGift } from "./GiveGift";
import { GrantBenefit } from "./GrantBenefit";
import { Merge } from "./Merge";
import { AdjustValue, RefundValue } from "./StoredValueActs";
import { VoidCoupon } from "./VoidCoupon";
import { WriteContact } from "./WriteContact";

const FORMS: Record<Act, { right: string; Form: (props: ActProps) => React.ReactNode }> = {
  points: { right: "points.adjust", Form: AdjustPoints },
  coupon: { right: "coupons.issue", Form: GiveCoupon },
  pack: { right: "coupons.issue", Form: GiveBundle },
  benefit: { right: "benefits.grant", Form: GrantBenefit },
  gift: { right: "rewards.give", Form: GiveGift },
  value: { right: "stored_value.adjust", Form: AdjustValue },
  refund: { right: "stored_value.refund", Form: RefundValue },
  owner: { right: "members.reassign", Form: ChangeOwner },
  void: { right: "coupons.change", Form: VoidCoupon },
  profile: { right: "members.profile", Form: EditProfile },
  consent: { right: "members.consent", Form: ChangeConsent },
  tag: { right: "tags.put", Form: AddTag },
  contact: { right: "care.write", Form: WriteContact },
  merge: { right: "members.merge", Form: Merge },
  copy: { right: "members.copy", Form: CopyOfData },
  erase: { right: "members.erase", Form: Erase },
};

export function Acting({ page }: { page: Page }) {
  const memberId = page.profile.member_id;
  const may = useMay();
  const { act, of, close } = useActing();
  const found = act && FORMS[act];
  return (
    <>
      <ReceiptDrawer memberId={memberId} />
      {found && may(found.right) && <found.Form page={page} memberId={memberId} of={of} close={close} />}
    </>
  );
}
