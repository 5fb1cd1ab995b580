/** The tier and why she has it, how long it holds, how far it is to the next, and what that adds. */
import type { Shapes } from "@shuke/api";
import { count, inLanguage, money } from "@shuke/core";
import { Card, Flex, Progress, Statistic, Tag, Typography } from "antd";
import type { Page } from "../page";
import { useCodes } from "../shared/useCodes";
import { keepOf, nearest, part, riseOf, whyOf } from "./why";
import { useOverviewTexts } from "./words";

type Tier = Page["tier"];

const FIGURES = { display: "grid", gap: 12, gridTemplateColumns: "repeat(auto-fit, minmax(130px, 1fr))" };

export function Standing({ page }: { page: Page }) {
  const { say } = useOverviewTexts();
  return (
    <Card size="small" title={say("standing")} style={{ height: "100%" }}>
      <Flex vertical gap={12}>
        <Figures page={page} />
        <Why tier={page.tier} />
        <Next tier={page.tier} added={page.next_tier_adds} />
      </Flex>
    </Card>
  );
}

function Figures({ page }: { page: Page }) {
  const { say, language } = useOverviewTexts();
  const { tier, points } = page;
  const name = inLanguage({ zh: tier.name_zh, en: tier.name_en }, language);
  const ending = page.points_ending[0];
  return (
    <div style={FIGURES}>
      <div>
        <Statistic title={say("standing")} value={name || say("outside")} />
        <Typography.Text type="secondary">
          {tier.valid_until ? say("until", { day: tier.valid_until }) : say("openEnded")}
        </Typography.Text>
      </div>
      <Statistic title={say("spent")} value={money(tier.spent_in_period_minor, language)} />
      <Statistic title={say("orders")} value={count(tier.orders_in_period, language)} />
      <div>
        <Statistic title={say("points")} value={count(points.available, language)} />
        {points.pending > 0 && (
          <Typography.Text type="secondary">
            {say("pendingPoints", { points: count(points.pending, language) })}
          </Typography.Text>
        )}
        {ending && (
          <Typography.Text type="warning" style={{ display: "block" }}>
            {say("endingPoints", { points: count(ending.points, language), day: ending.expires_on })}
          </Typography.Text>
        )}
      </div>
    </div>
  );
}

function Why({ tier }: { tier: Tier }) {
  const { say, language } = useOverviewTexts();
  const { called } = useCodes();
  if (!tier.move) return null;
  const why = whyOf(tier.move, language);
  const moved = say("moved", { day: tier.move.effective_on, move: called("move", tier.move.kind) });
  return (
    <Typography.Text>
      {moved} · {say(why.key, why.values)}
    </Typography.Text>
  );
}

function Next({ tier, added }: { tier: Tier; added: Shapes["TierBenefitOut"][] }) {
  const { say, language } = useOverviewTexts();
  const { needed } = tier;
  if (!needed) return null;
  const rise = nearest(needed.rise);
  const rises = rise && riseOf(rise, language);
  return (
    <Flex vertical gap={6}>
      {rise && rises ? (
        <>
          <Progress percent={Math.floor(part(rise) * 100)} aria-label={say("standing")} />
          <Typography.Text>{say(rises.key, rises.values)}</Typography.Text>
          <Added added={added} />
        </>
      ) : (
        <Typography.Text>{say("top")}</Typography.Text>
      )}
      <Keeping needed={needed} />
    </Flex>
  );
}

function Keeping({ needed }: { needed: Shapes["NeededOut"] }) {
  const { say, language } = useOverviewTexts();
  const keep = nearest(needed.keep);
  if (!needed.keep_by || !keep) return null;
  const sentence = keepOf(keep, needed.keep_by, language);
  return (
    <Typography.Text type={needed.notice_due ? "warning" : "secondary"}>
      {needed.kept ? say("kept", { day: needed.keep_by }) : say(sentence.key, sentence.values)}
    </Typography.Text>
  );
}

function Added({ added }: { added: Shapes["TierBenefitOut"][] }) {
  const { say } = useOverviewTexts();
  if (added.length === 0) return <Typography.Text type="secondary">{say("nextSame")}</Typography.Text>;
  return (
    <Flex gap={4} wrap align="center">
      <Typography.Text type="secondary">{say("nextAdds")}</Typography.Text>
      {added.map((each) => (
        <Tag key={JSON.stringify(each)}>
          <Benefit added={each} />
        </Tag>
      ))}
    </Flex>
  );
}

function Benefit({ added }: { added: Shapes["TierBenefitOut"] }) {
  const { say, language } = useOverviewTexts();
  switch (added.kind) {
    case "discount":
      return say("percentOff", { percent: added.percent_off ?? 0 });
    case "points_rate":
      return say("pointsRate", { percent: added.percent ?? 0 });
    case "member_day":
      return say("memberDay", { percent: added.percent_off ?? 0, times: added.times_a_year ?? 0 });
    case "service":
      return inLanguage({ zh: added.zh ?? "", en: added.en ?? "" }, language);
  }
}
