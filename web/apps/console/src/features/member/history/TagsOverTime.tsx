/** Every tag that she has or had: by whose word, from when and until when. */
import { api } from "@shuke/api";
import { inLanguage } from "@shuke/core";
import { Listed } from "../shared/Listed";
import { dayOf } from "../shared/times";
import { useCodes } from "../shared/useCodes";
import { useNames } from "../shared/useNames";
import { useSharedTexts } from "../shared/words";
import { useHistoryTexts } from "./words";

export function TagsOverTime({ memberId }: { memberId: string }) {
  const { say, language } = useHistoryTexts();
  const { called } = useCodes();
  const shared = useSharedTexts();
  const names = useNames();
  const asked = api.useQuery("get", "/api/staff/members/{member_id}/tags", {
    params: { path: { member_id: memberId }, query: { with_past: true } },
  });
  return (
    <Listed
      title={say("tags")}
      empty={say("noTags")}
      asked={asked}
      keyOf={(row) => `${row.tag_id} ${row.put_at}`}
      columns={[
        { title: say("tag"), render: (_, row) => inLanguage({ zh: row.name_zh, en: row.name_en }, language) },
        { title: say("source"), render: (_, row) => called("tagSource", row.source) },
        {
          title: say("days"),
          render: (_, row) =>
            `${row.from_date} – ${row.taken_at ? say("taken", { day: dayOf(row.taken_at) }) : (row.until_date ?? shared.say("forever"))}`,
        },
        {
          title: shared.say("by"),
          render: (_, row) =>
            row.put_by_kind === "staff" ? names.person(row.put_by_id) : shared.say("system"),
        },
      ]}
    />
  );
}
