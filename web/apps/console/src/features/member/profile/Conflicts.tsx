/** Where two sources said different things: which was kept. What the other had said stays sealed. */
import { api } from "@shuke/api";
import { inLanguage } from "@shuke/core";
import { Listed } from "../shared/Listed";
import { clockTime } from "../shared/times";
import { useCodes } from "../shared/useCodes";
import { BASICS } from "./fields";
import { useProfileTexts } from "./words";

export function Conflicts({ memberId }: { memberId: string }) {
  const { say, language } = useProfileTexts();
  const { called } = useCodes();
  const fields = api.useQuery("get", "/api/staff/profile-fields", {}, { staleTime: 300_000 });
  const asked = api.useQuery("get", "/api/staff/members/{member_id}/conflicts", {
    params: { path: { member_id: memberId } },
  });
  const label = (key: string) => {
    const basic = BASICS.find((each) => each === key);
    if (basic) return say(basic);
    const field = fields.data?.find((each) => each.key === key);
    return field ? inLanguage({ zh: field.label_zh, en: field.label_en }, language) : "–";
  };
  return (
    <Listed
      title={say("conflicts")}
      empty={say("noConflicts")}
      asked={asked}
      keyOf={(row) => `${row.key} ${row.at}`}
      columns={[
        { title: say("field"), render: (_, row) => label(row.key) },
        { title: say("kept"), render: (_, row) => called("source", row.kept_source) },
        { title: say("other"), render: (_, row) => called("source", row.other_source) },
        { title: say("at"), render: (_, row) => clockTime(row.at) },
      ]}
    />
  );
}
