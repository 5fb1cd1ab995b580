/** A chart's figures as a file, beside it; the server writes down who took them. */
import { DownloadOutlined } from "@ant-design/icons";
import { Button, Flex } from "antd";
import { useOverviewTexts } from "./words";

interface Props {
  memberId: string;
  chart: "visits" | "months" | "categories";
  /** What the chart is called, for those who cannot see it. */
  label: string;
}

export function ChartFiles({ memberId, chart, label }: Props) {
  const { say, language } = useOverviewTexts();
  return (
    <Flex gap={4}>
      {(["xlsx", "csv"] as const).map((format) => (
        <Button
          key={format}
          size="small"
          type="text"
          icon={<DownloadOutlined aria-hidden />}
          aria-label={say("take", { label, format: format.toUpperCase() })}
          href={`/api/staff/members/${memberId}/chart-file?${new URLSearchParams({ chart, format, language })}`}
          download
        >
          {format.toUpperCase()}
        </Button>
      ))}
    </Flex>
  );
}
