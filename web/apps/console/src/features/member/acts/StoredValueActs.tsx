/** Stored value put right or paid back: proposed by one person, and approved by another where the law or the rule asks. */
import { api, type Shapes, staff } from "@shuke/api";
import { money } from "@shuke/core";
import { Alert, Checkbox, Form, Select } from "antd";
import { useBalanceTexts } from "../balances/words";
import { useCodes } from "../shared/useCodes";
import { useSharedTexts } from "../shared/words";
import { ActDrawer, ReasonField } from "./ActDrawer";
import type { ActProps } from "./act";
import { DayField, MoneyField, StoreField } from "./fields";
import { useAct } from "./useAct";
import { useActTexts } from "./words";

type Adjustment = Shapes["ValueAdjustmentIn"];
type Refund = Shapes["RefundIn"];

export function AdjustValue({ memberId, close }: ActProps) {
  const { say } = useActTexts();
  const balances = useBalanceTexts();
  const act = useAct(
    memberId,
    (body: Adjustment, header) =>
      staff.POST("/api/staff/members/{member_id}/stored-value/adjustments", {
        params: { path: { member_id: memberId }, header },
        body,
      }),
    close,
  );
  return (
    <ActDrawer<Adjustment>
      title={say("value")}
      says={say("valueSays")}
      initial={{ currency: "bonus" }}
      act={act}
      close={close}
    >
      <Form.Item name="currency" label={say("valueField")}>
        <Select
          options={(["bonus", "principal"] as const).map((value) => ({ value, label: balances.say(value) }))}
        />
      </Form.Item>
      <MoneyField name="amount_minor" extra={say("valueExtra")} />
      <DayField name="expires_on" label={say("expires")} isOptional />
      <ReasonField />
    </ActDrawer>
  );
}

export function RefundValue({ page, memberId, close }: ActProps) {
  const { say } = useActTexts();
  const { options } = useCodes();
  const shared = useSharedTexts();
  const act = useAct(
    memberId,
    (body: Refund, header) =>
      staff.POST("/api/staff/members/{member_id}/stored-value/refunds", {
        params: { path: { member_id: memberId }, header },
        body,
      }),
    close,
  );
  const needed = [{ required: true, message: shared.say("needed") }];
  const store_id = page.profile.owner?.store_id;
  const initial: Partial<Refund> = {
    cause: "consumer",
    channel: "original",
    ...(store_id ? { store_id } : {}),
  };
  return (
    <ActDrawer<Refund>
      title={say("refund")}
      says={say("refundSays")}
      initial={initial}
      act={act}
      close={close}
    >
      <Form.Item name="cause" label={say("refundCause")} rules={needed}>
        <Select options={options("refundCause")} />
      </Form.Item>
      <Form.Item<Refund> noStyle shouldUpdate={(before, after) => before.cause !== after.cause}>
        {({ getFieldValue }) => <Quoted memberId={memberId} cause={getFieldValue("cause")} />}
      </Form.Item>
      <Form.Item name="channel" label={say("refundChannel")} rules={needed}>
        <Select options={options("refundChannel")} />
      </Form.Item>
      <StoreField />
      <Form.Item name="identity_shown" valuePropName="checked">
        <Checkbox>{say("identity")}</Checkbox>
      </Form.Item>
      <ReasonField />
    </ActDrawer>
  );
}

function Quoted({ memberId, cause }: { memberId: string; cause: Refund["cause"] }) {
  const { say, language } = useActTexts();
  const { data } = api.useQuery(
    "get",
    "/api/staff/members/{member_id}/stored-value/refund-quote",
    { params: { path: { member_id: memberId }, query: { cause } } },
    { retry: false },
  );
  if (!data) return null;
  const refund = money(data.refund_minor + data.interest_minor, language);
  return (
    <Alert
      type="info"
      showIcon
      style={{ marginBottom: 16 }}
      title={say("refundPicture", { refund, due: data.due_on })}
    />
  );
}
