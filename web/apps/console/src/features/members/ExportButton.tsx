/** Take the chosen members away as a file, masked; the server writes down who took it, by which filter and how many. */
import { staff } from "@shuke/api";
import { App, Button, Dropdown } from "antd";
import { useState } from "react";
import { wordsOf } from "../../kit/Problem";
import { type Filter, whole } from "./filter";
import { useMemberTexts } from "./words";

export function ExportButton({ filter, isTooMany }: { filter: Filter; isTooMany: boolean }) {
  const { say, language } = useMemberTexts();
  const { message } = App.useApp();
  const [isBusy, setBusy] = useState(false);
  const take = async (format: "csv" | "xlsx") => {
    setBusy(true);
    const { data, error } = await staff.POST("/api/staff/member-files", {
      body: { filter: whole(filter), format, language },
      parseAs: "blob",
    });
    setBusy(false);
    if (error || !data) void message.error(wordsOf(error, say("none")));
    else hand(data, `members.${format}`);
  };
  return (
    <Dropdown
      disabled={isTooMany}
      menu={{
        items: [
          { key: "xlsx", label: "XLSX" },
          { key: "csv", label: "CSV" },
        ],
        onClick: ({ key }) => void take(key === "csv" ? "csv" : "xlsx"),
      }}
    >
      <Button size="small" loading={isBusy}>
        {say("export")}
      </Button>
    </Dropdown>
  );
}

/** Give the browser a file to keep. */
function hand(file: Blob, name: string) {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
