/** All that is kept about her as a file, for her; the server writes down who gave it out. */
import { staff } from "@shuke/api";
import { ActDrawer } from "./ActDrawer";
import type { ActProps } from "./act";
import { useAct } from "./useAct";
import { useActTexts } from "./words";

export function CopyOfData({ page, memberId, close }: ActProps) {
  const { say } = useActTexts();
  const act = useAct(
    memberId,
    (_: object) =>
      staff.POST("/api/staff/members/{member_id}/copy", { params: { path: { member_id: memberId } } }),
    (given) => {
      if (given) download(`${page.profile.number}.json`, JSON.stringify(given.tables, null, 2));
      close();
    },
  );
  return (
    <ActDrawer title={say("copy")} says={say("copySays")} okText={say("copyOk")} act={act} close={close} />
  );
}

function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
