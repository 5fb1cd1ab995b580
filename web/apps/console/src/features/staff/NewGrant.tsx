/** A role for a person: at a store, in a region or for the whole chain, from a day until a day. */
import { api, type Shapes } from "@shuke/api";
import { DatePicker, Form, Select } from "antd";
import type { Dayjs } from "dayjs";
import { Ask, useNeeded } from "../../kit/Ask";
import { ROLES, useRoleName } from "../../kit/roles";
import { useEveryStore } from "../../kit/stores";
import { placeKindOf } from "./grants";
import { useRegions } from "./useRegions";
import { useStaffTexts } from "./words";

interface Filled {
  role: Shapes["Role"];
  store_id?: string;
  region_id?: string;
  from?: Dayjs | null;
  to?: Dayjs | null;
}

interface Props {
  personId: string;
  isOpen: boolean;
  close: () => void;
  done: () => void;
}

const DAY = "YYYY-MM-DD";

export function NewGrant({ personId, isOpen, close, done }: Props) {
  const { say } = useStaffTexts();
  const named = useRoleName();
  const needed = useNeeded();
  const grant = api.useMutation("post", "/api/staff/staff/{staff_id}/grants", { onSuccess: done });
  const send = ({ role, store_id = "", region_id = "", from, to }: Filled) =>
    grant.mutate({
      params: { path: { staff_id: personId } },
      body: {
        role,
        store_id: store_id || null,
        region_id: region_id || null,
        from_date: from?.format(DAY) ?? null,
        to_date: to?.format(DAY) ?? null,
      },
    });
  return (
    <Ask<Filled>
      title={say("grant")}
      isOpen={isOpen}
      isBusy={grant.isPending}
      error={grant.error}
      initial={{ role: "guide" }}
      close={close}
      send={send}
    >
      <Form.Item name="role" label={say("role")} rules={needed}>
        <Select options={ROLES.map((role) => ({ value: role, label: named(role) }))} />
      </Form.Item>
      <Form.Item noStyle dependencies={["role"]}>
        {({ getFieldValue }) => <PlaceField kind={placeKindOf(getFieldValue("role"))} />}
      </Form.Item>
      <Form.Item name="from" label={say("from")}>
        <DatePicker placeholder={say("today")} />
      </Form.Item>
      <Form.Item name="to" label={say("to")} extra={say("toHow")}>
        <DatePicker />
      </Form.Item>
    </Ask>
  );
}

function PlaceField({ kind }: { kind: ReturnType<typeof placeKindOf> }) {
  const { say } = useStaffTexts();
  const needed = useNeeded();
  const stores = useEveryStore();
  const regions = useRegions();
  if (kind === "chain") return null;
  const places =
    kind === "store"
      ? (stores.data ?? []).map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))
      : (regions.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Form.Item name={`${kind}_id`} label={say(kind)} rules={needed}>
      <Select showSearch={{ optionFilterProp: "label" }} options={places} />
    </Form.Item>
  );
}
