/** Another store and guide from a day on. */
import { api, type Shapes, staff } from "@shuke/api";
import { today } from "@shuke/core";
import { Form, Select } from "antd";
import { useMay } from "../../../session/session";
import { useSharedTexts } from "../shared/words";
import { ActDrawer, ReasonField } from "./ActDrawer";
import type { ActProps } from "./act";
import { DayField, StoreField } from "./fields";
import { useAct } from "./useAct";
import { useActTexts } from "./words";

type Body = Shapes["NewOwner"];

export function ChangeOwner({ memberId, close }: ActProps) {
  const { say } = useActTexts();
  const shared = useSharedTexts();
  const may = useMay();
  const people = api.useQuery(
    "get",
    "/api/staff/staff",
    { params: { query: { limit: 200 } } },
    { enabled: may("staff.see"), staleTime: 300_000 },
  );
  const guides = (people.data?.items ?? [])
    .filter((each) => each.is_active)
    .map((each) => ({ value: each.id, label: `${each.code} ${each.name}` }));
  const act = useAct(
    memberId,
    (body: Body, header) =>
      staff.PUT("/api/staff/members/{member_id}/owner", {
        params: { path: { member_id: memberId }, header },
        body,
      }),
    close,
  );
  return (
    <ActDrawer<Body>
      title={say("owner")}
      says={say("ownerSays")}
      initial={{ from_date: today() }}
      act={act}
      close={close}
    >
      <StoreField />
      <Form.Item name="guide_id" label={shared.say("guide")}>
        <Select allowClear options={guides} showSearch={{ optionFilterProp: "label" }} />
      </Form.Item>
      <DayField name="from_date" label={say("fromDate")} />
      <ReasonField />
    </ActDrawer>
  );
}
