/** Every move between tiers, with the figures that made it. */
import { api } from "@shuke/api";
import { whyOf } from "../overview/why";
import { useOverviewTexts } from "../overview/words";
import { Listed } from "../shared/Listed";
import { Mark, type Tone } from "../shared/Mark";
import { useCodes } from "../shared/useCodes";
import { useSharedTexts } from "../shared/words";
import { useHistoryTexts } from "./words";

const TONES: Record<string, Tone> = { upgrade: "good", downgrade: "bad", join: "going" };

export function TierMoves({ memberId }: { memberId: string }) {
  const { say, language } = useHistoryTexts();
  const overview = useOverviewTexts();
  const shared = useSharedTexts();
  const { called } = useCodes();
  const asked = api.useQuery("get", "/api/staff/members/{member_id}/tier/history", {
    params: { path: { member_id: memberId } },
  });
  const level = (number: number) => (number === 0 ? say("outside") : say("level", { level: number }));
  return (
    <Listed
      title={say("tiers")}
      empty={say("noTiers")}
      asked={asked}
      keyOf={(move) => `${move.effective_on} ${move.kind} ${move.to_level}`}
      columns={[
        { title: shared.say("day"), dataIndex: "effective_on" },
        {
          title: say("move"),
          render: (_, move) => <Mark tone={TONES[move.kind] ?? "plain"}>{called("move", move.kind)}</Mark>,
        },
        { title: say("from"), render: (_, move) => level(move.from_level) },
        { title: say("to"), render: (_, move) => level(move.to_level) },
        { title: say("valid"), render: (_, move) => move.valid_until ?? shared.say("forever") },
        {
          title: say("why"),
          render: (_, move) => {
            const why = whyOf(move, language);
            return overview.say(why.key, why.values);
          },
        },
      ]}
    />
  );
}
