/** A gift of headquarters' stock, given for nothing. */
import { api, type Shapes, staff } from "@shuke/api";
import { inLanguage } from "@shuke/core";
import { Form, Select } from "antd";
import { useCodes } from "../shared/useCodes";
import { useSharedTexts } from "../shared/words";
import { ActDrawer, ReasonField } from "./ActDrawer";
import type { ActProps } from "./act";
import { StoreField } from "./fields";
import { useAct } from "./useAct";
import { useActTexts } from "./words";

type Body = Shapes["GiftGiving"];

export function GiveGift({ page, memberId, close }: ActProps) {
  const { say, language } = useActTexts();
  const { options } = useCodes();
  const shared = useSharedTexts();
  const catalogue = api.useQuery("get", "/api/staff/members/{member_id}/reward-catalogue", {
    params: { path: { member_id: memberId } },
  });
  const gifts = (catalogue.data ?? [])
    .filter((each) => each.kind === "gift")
    .map((each) => ({ value: each.reward, label: inLanguage(each, language), disabled: each.left === 0 }));
  const act = useAct(
    memberId,
    (body: Body, header) =>
      staff.POST("/api/staff/members/{member_id}/gifts", {
        params: { path: { member_id: memberId }, header },
        body,
      }),
    close,
  );
  const needed = [{ required: true, message: shared.say("needed") }];
  const store_id = page.profile.owner?.store_id;
  return (
    <ActDrawer<Body>
      title={say("gift")}
      says={say("giftSays")}
      initial={store_id ? { store_id } : {}}
      act={act}
      close={close}
    >
      <Form.Item name="reward" label={say("giftField")} rules={needed}>
        <Select loading={catalogue.isLoading} options={gifts} />
      </Form.Item>
      <Form.Item name="occasion" label={say("occasion")} rules={needed}>
        <Select options={options("occasion").filter((each) => each.value !== "exchange")} />
      </Form.Item>
      <StoreField />
      <ReasonField />
    </ActDrawer>
  );
}
