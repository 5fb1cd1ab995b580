/** Her coupons: what each gives and until when, and whether it may be used now in a store, and why not. */
import { api, type Shapes } from "@shuke/api";
import { Button, Card, Flex, Select, Typography } from "antd";
import { useState } from "react";
import { useEveryStore } from "../../../kit/stores";
import { byCursor, rowsOf } from "../../../kit/table/rows";
import { useMay } from "../../../session/session";
import { Mark } from "../shared/Mark";
import { More } from "../shared/More";
import { useActing } from "../shared/section";
import { useCodes } from "../shared/useCodes";
import { useNames } from "../shared/useNames";
import { useSharedTexts } from "../shared/words";
import { useBalanceTexts } from "./words";

type Coupon = Shapes["CouponOut"];
type Judged = Shapes["JudgedOut"];

const MOST = 200;

export function Coupons({ memberId }: { memberId: string }) {
  const { say } = useBalanceTexts();
  const { called } = useCodes();
  const shared = useSharedTexts();
  const may = useMay();
  const { open } = useActing();
  const [storeId, choose] = useState<string | null>(null);
  const judged = useJudged(memberId, storeId);
  const asked = api.useInfiniteQuery(
    "get",
    "/api/staff/members/{member_id}/coupons",
    { params: { path: { member_id: memberId }, query: { limit: 50 } } },
    byCursor,
  );
  return (
    <Card size="small" title={say("coupons")} extra={<StoreChoice value={storeId} choose={choose} />}>
      <More
        rows={rowsOf(asked)}
        keyOf={(coupon) => coupon.id}
        empty={say("noCoupons")}
        columns={[
          { title: say("coupon"), render: (_, coupon) => coupon.name },
          { title: say("gives"), render: (_, coupon) => called("coupons", coupon.benefit) },
          {
            title: say("valid"),
            render: (_, coupon) => `${coupon.valid_from} – ${coupon.expires_on ?? shared.say("forever")}`,
          },
          {
            title: say("state"),
            render: (_, coupon) => <State coupon={coupon} judged={judged.get(coupon.id)} />,
          },
          {
            title: say("way"),
            render: (_, coupon) => `${coupon.issued_on} · ${called("couponWay", coupon.way)}`,
          },
          ...(may("coupons.change")
            ? [
                {
                  title: "",
                  render: (_: unknown, coupon: Coupon) =>
                    coupon.state === "issued" && (
                      <Button size="small" type="link" danger onClick={() => open("void", coupon.id)}>
                        {say("voidOne")}
                      </Button>
                    ),
                },
              ]
            : []),
        ]}
      />
    </Card>
  );
}

/** Which may be used in the store now; nothing is judged before one is chosen. */
function useJudged(memberId: string, storeId: string | null): Map<string, Judged> {
  const { data } = api.useQuery(
    "get",
    "/api/staff/members/{member_id}/coupons/explained",
    { params: { path: { member_id: memberId }, query: { at_store: storeId ?? "", limit: MOST } } },
    { enabled: storeId !== null },
  );
  return new Map((storeId ? (data?.items ?? []) : []).map((each) => [each.id, each]));
}

function State({ coupon, judged }: { coupon: Coupon; judged: Judged | undefined }) {
  const { say } = useBalanceTexts();
  const { called } = useCodes();
  const names = useNames();
  if (coupon.state === "used" && coupon.used_on)
    return (
      <Typography.Text type="secondary">
        {say("usedIn", { day: coupon.used_on, store: names.store(coupon.used_store_id) })}
      </Typography.Text>
    );
  if (coupon.state !== "issued" || !judged)
    return <Mark tone={coupon.state === "issued" ? "going" : "plain"}>{called("coupon", coupon.state)}</Mark>;
  if (judged.usable) return <Mark tone="good">{say("usable")}</Mark>;
  return (
    <Flex gap={4} wrap>
      <Mark tone="bad">{say("unusable")}</Mark>
      {judged.reasons.map((reason) => (
        <Typography.Text key={reason} type="secondary">
          {called("couponNot", reason)}
        </Typography.Text>
      ))}
    </Flex>
  );
}

function StoreChoice({ value, choose }: { value: string | null; choose: (storeId: string | null) => void }) {
  const { say } = useBalanceTexts();
  const stores = useEveryStore();
  return (
    <Select
      allowClear
      size="small"
      aria-label={say("at")}
      placeholder={say("at")}
      title={say("atHint")}
      value={value}
      onChange={(storeId: string | undefined) => choose(storeId ?? null)}
      showSearch={{ optionFilterProp: "label" }}
      options={(stores.data ?? []).map((store) => ({ value: store.id, label: store.name }))}
      style={{ width: 180 }}
    />
  );
}
