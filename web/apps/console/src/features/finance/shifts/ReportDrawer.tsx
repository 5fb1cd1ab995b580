/** A shift's report beside the list: X while it is open, Z when it is closed. */
import type { Shapes } from "@shuke/api";
import { count, money } from "@shuke/core";
import { Alert, Descriptions, Drawer, Flex, Skeleton, Typography } from "antd";
import { ProblemView } from "../../../kit/Problem";
import { Table } from "../../../kit/Table";
import { DrawerSum } from "./DrawerSum";
import { useShiftReport } from "./report";
import { useShiftTexts } from "./words";

type Report = Shapes["ShiftReportOut"];

interface Props {
  shiftId: string | null;
  close: () => void;
}

export function ReportDrawer({ shiftId, close }: Props) {
  const { say } = useShiftTexts();
  const { data, error, isLoading, refetch } = useShiftReport(shiftId ?? "", false, shiftId !== null);
  const title = data?.z_number ? say("zNumber", { number: data.z_number }) : say("x");
  return (
    <Drawer open={shiftId !== null} onClose={close} title={data ? title : say("report")} size={480}>
      {error && <ProblemView thrown={error} again={() => void refetch()} />}
      {isLoading && <Skeleton active paragraph={{ rows: 8 }} />}
      {data && <Body report={data} />}
    </Drawer>
  );
}

function Body({ report }: { report: Report }) {
  const { say } = useShiftTexts();
  return (
    <Flex vertical gap={20}>
      {report.drawer === null && <Alert type="info" showIcon title={say("blind")} />}
      <Sums report={report} />
      <Means report={report} />
      {report.drawer && (
        <DrawerSum drawer={report.drawer} counted={report.counted_minor} over={report.over_minor} />
      )}
    </Flex>
  );
}

function Sums({ report }: { report: Report }) {
  const { say, language } = useShiftTexts();
  const sum = (minor: number | null) => (minor === null ? "–" : money(minor, language));
  return (
    <Descriptions
      size="small"
      bordered
      column={{ xs: 1, sm: 2 }}
      items={[
        { key: "sales", label: say("sales"), children: count(report.sale_count, language) },
        { key: "returns", label: say("returns"), children: count(report.return_count, language) },
        { key: "sold", label: say("sold"), children: sum(report.sold_minor) },
        { key: "returned", label: say("returned"), children: sum(report.returned_minor) },
        { key: "discount", label: say("discount"), children: sum(report.discount_minor) },
        { key: "rounding", label: say("rounding"), children: sum(report.rounding_minor) },
      ]}
    />
  );
}

function Means({ report }: { report: Report }) {
  const { say, language } = useShiftTexts();
  return (
    <div>
      <Typography.Title level={5}>{say("means")}</Typography.Title>
      <Table<Shapes["MeansOut"]>
        size="small"
        rowKey="kind"
        dataSource={report.means}
        pagination={false}
        columns={[
          { title: say("means"), render: (_, each) => say(each.kind) },
          { title: say("taken"), align: "right", render: (_, each) => money(each.taken_minor, language) },
          {
            title: say("paidBack"),
            align: "right",
            render: (_, each) => money(each.paid_back_minor, language),
          },
          {
            title: say("net"),
            align: "right",
            render: (_, each) => money(each.taken_minor - each.paid_back_minor, language),
          },
        ]}
      />
    </div>
  );
}
