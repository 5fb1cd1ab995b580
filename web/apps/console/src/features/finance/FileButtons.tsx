/** The same answer as a file; it is always of the whole chain, and says so where a store is chosen. */
import { DownloadOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useScope } from "../../kit/scope";
import { useFinanceTexts } from "./words";

interface Props {
  sheet: "roll-forward" | "breakage" | "custody" | "netting";
  query: Record<string, string>;
}

export function FileButtons({ sheet, query }: Props) {
  const { say, language } = useFinanceTexts();
  const { storeId } = useScope();
  const isPart = storeId !== null && (sheet === "roll-forward" || sheet === "netting");
  return (["xlsx", "csv"] as const).map((format) => (
    <Button
      key={format}
      icon={<DownloadOutlined />}
      href={`/api/staff/liability/${sheet}?${new URLSearchParams({ ...query, format, language })}`}
      download
    >
      {say(isPart ? `${format}All` : format)}
    </Button>
  ));
}
