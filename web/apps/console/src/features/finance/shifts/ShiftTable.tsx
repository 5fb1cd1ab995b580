import { api } from "@shuke/api";
import { money } from "@shuke/core";
import { Button, Tag } from "antd";
import { Table } from "../../../kit/Table";
import { useStores } from "../stores";
import { OverTag } from "./OverTag";
import { clockTime } from "./times";
import type { Shift } from "./useShifts";
import { useShiftTexts } from "./words";

interface Props {
  shifts: Shift[];
  isLoading: boolean;
  open: (shiftId: string) => void;
}

export function ShiftTable({ shifts, isLoading, open }: Props) {
  const { say, language } = useShiftTexts();
  const stores = useStores();
  const tills = api.useQuery("get", "/api/staff/tills", {}, { staleTime: 300_000 });
  const till = (id: string) => tills.data?.find((each) => each.id === id)?.name ?? "–";
  return (
    <Table<Shift>
      size="small"
      rowKey="id"
      loading={isLoading}
      dataSource={shifts}
      pagination={shifts.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
      columns={[
        { title: say("openedAt"), render: (_, shift) => clockTime(shift.opened_at) },
        { title: say("store"), render: (_, shift) => stores.byId(shift.store_id) },
        { title: say("till"), render: (_, shift) => till(shift.device_id) },
        { title: say("number"), dataIndex: "number", align: "right" },
        {
          title: say("state"),
          render: (_, shift) => (
            <Tag color={shift.state === "open" ? "processing" : "default"}>{say(shift.state)}</Tag>
          ),
        },
        {
          title: say("closedAt"),
          render: (_, shift) => (shift.closed_at ? clockTime(shift.closed_at) : "–"),
        },
        {
          title: say("counted"),
          align: "right",
          render: (_, shift) => (shift.counted_minor === null ? "–" : money(shift.counted_minor, language)),
        },
        { title: say("over"), render: (_, shift) => <OverTag shift={shift} /> },
        {
          title: say("report"),
          render: (_, shift) => (
            <Button size="small" onClick={() => open(shift.id)}>
              {say(shift.state === "open" ? "x" : "z")}
            </Button>
          ),
        },
      ]}
    />
  );
}
