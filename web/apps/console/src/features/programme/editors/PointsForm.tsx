/** Points: how they are earned, multiplied, limited, how long they last, and what they are worth. */
import { money, ratio } from "@shuke/core";
import { Alert, Flex } from "antd";
import { useDraft } from "../fields/draft";
import { Field, Grid, PartFaults } from "../fields/Field";
import { isPart, type Part } from "../model/form";
import { figureText } from "../model/units";
import { useProgrammeTexts } from "../words";
import { Section } from "./Section";

const ROOT = [] as const;

export function PointsForm() {
  const { say } = useProgrammeTexts();
  return (
    <Flex vertical gap={16}>
      <PartFaults at={ROOT} />
      <Example />
      <Section title={say("earning")} fields={["per_fen", "points", "rounding", "pending_days"]} />
      <Section
        title={say("multipliers")}
        fields={["tiers", "categories", "weekdays", "month_days", "campaigns", "stacking"]}
      />
      <Section title={say("limits")} fields={["cap_per_receipt", "cap_per_day", "excluded_categories"]} />
      <Section title={say("expiry")} fields={["validity"]} />
      <Section title={say("spending")}>
        <Grid>
          {["points", "fen", "minimum", "step"].map((name) => (
            <Field key={name} at={["redemption", name]} />
          ))}
        </Grid>
      </Section>
    </Flex>
  );
}

const SPENT = 100_000;

/** What a purchase of a thousand yuan brings, so that nobody has to reckon. */
function Example() {
  const { say, language } = useProgrammeTexts();
  const { body } = useDraft();
  const points = earned(body);
  const worth = worthOf(body, points);
  if (points <= 0 || !Number.isFinite(points)) return null;
  const words = {
    spent: money(SPENT, language, 0),
    points: figureText(points, "points", language),
    worth: money(worth, language),
    rate: ratio((worth * 10_000) / SPENT, language),
  };
  return <Alert type="info" title={say("example", words)} />;
}

function earned({ points, per_fen }: Part): number {
  return Math.floor((SPENT * Number(points ?? 0)) / Math.max(Number(per_fen ?? 1), 1));
}

function worthOf({ redemption }: Part, points: number): number {
  if (!isPart(redemption)) return 0;
  return Math.floor((points * Number(redemption.fen ?? 0)) / Math.max(Number(redemption.points ?? 1), 1));
}
