/** To which store and guide she belonged, and until when. */
import { api } from "@shuke/api";
import { Listed } from "../shared/Listed";
import { useCodes } from "../shared/useCodes";
import { useNames } from "../shared/useNames";
import { useSharedTexts } from "../shared/words";
import { useHistoryTexts } from "./words";

export function Owners({ memberId }: { memberId: string }) {
  const { say } = useHistoryTexts();
  const { called } = useCodes();
  const shared = useSharedTexts();
  const names = useNames();
  const asked = api.useQuery("get", "/api/staff/members/{member_id}/owners", {
    params: { path: { member_id: memberId } },
  });
  return (
    <Listed
      title={say("owners")}
      empty={say("noOwners")}
      asked={asked}
      keyOf={(row) => row.from_date}
      columns={[
        { title: say("days"), render: (_, row) => `${row.from_date} – ${row.to_date ?? say("now")}` },
        { title: shared.say("store"), render: (_, row) => names.store(row.store_id) },
        { title: shared.say("guide"), render: (_, row) => names.person(row.guide_id) },
        {
          title: say("basis"),
          render: (_, row) => (row.by_merge ? say("byMerge") : called("basis", row.basis)),
        },
      ]}
    />
  );
}
