/** The whole answer as a file; the server writes down who took it. */
import { DownloadOutlined } from "@ant-design/icons";
import { staff } from "@shuke/api";
import { App, Button } from "antd";
import { useState } from "react";
import { wordsOf } from "../../kit/Problem";
import { asked, type Cut } from "./cut";
import { useBuilderTexts } from "./words";

const FORMATS = ["xlsx", "csv"] as const;

export function Exports({ cut, name }: { cut: Cut; name: string }) {
  const { say } = useBuilderTexts();
  const { message } = App.useApp();
  const [busy, setBusy] = useState<string | null>(null);
  const body = asked(cut);
  const take = async (format: (typeof FORMATS)[number]) => {
    if (!body) return;
    setBusy(format);
    const { data, error } = await staff.POST("/api/staff/report-runs", {
      params: { query: { format, limit: 1, cursor: "" } },
      body,
      parseAs: "blob",
    });
    setBusy(null);
    if (data instanceof Blob) keep(data, `${name}.${format}`);
    else message.error(wordsOf(error, say("empty")));
  };
  return FORMATS.map((format) => (
    <Button
      key={format}
      icon={<DownloadOutlined />}
      disabled={!body}
      loading={busy === format}
      onClick={() => void take(format)}
    >
      {say(format)}
    </Button>
  ));
}

function keep(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  link.click();
  URL.revokeObjectURL(address);
}
