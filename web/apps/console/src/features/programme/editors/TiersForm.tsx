/** Tiers: the ladder as a picture and a table, and the level that is being worked on. */
import { Card, Flex, Tabs } from "antd";
import { useState } from "react";
import { useDraft, usePlace } from "../fields/draft";
import { Field, Fields, Grid, PartFaults } from "../fields/Field";
import { AddTo, EntryActions } from "../fields/ListOf";
import { isPart, type Json, type Part } from "../model/form";
import { useProgrammeTexts } from "../words";
import { Ladder } from "./Ladder";
import { Section } from "./Section";

const LEVELS = ["levels"] as const;

export function TiersForm() {
  const { say, language } = useProgrammeTexts();
  const { body } = useDraft();
  const place = usePlace(LEVELS);
  const [chosen, choose] = useState(0);
  const levels = Array.isArray(body.levels) ? body.levels : [];
  const at = Math.min(chosen, Math.max(levels.length - 1, 0));
  const items = place.node.items ?? {};
  return (
    <Flex vertical gap={16}>
      <Card size="small" title={say("ladder")}>
        <PartFaults at={LEVELS} />
        <Ladder levels={levels} chosen={at} onChoose={choose} />
      </Card>
      <Card
        size="small"
        title={say("levels")}
        extra={
          <Flex gap={8} align="center">
            <EntryActions list={place} nth={at} />
            <AddTo place={place} items={items} make={nextLevel} title={say("addLevel")} />
          </Flex>
        }
      >
        <Tabs
          activeKey={String(at)}
          onChange={(key) => choose(Number(key))}
          items={levels.map((level, nth) => ({
            key: String(nth),
            label: isPart(level)
              ? String((language === "zh" ? level.zh : level.en) || `${nth + 1}`)
              : `${nth + 1}`,
          }))}
        />
        {levels.length > 0 && <Level nth={at} />}
      </Card>
      <Section title={say("perTier")} fields={["downgrade", "notice_days"]} below={<Growth />} />
    </Flex>
  );
}

function Growth() {
  return (
    <Grid>
      <Field at={["growth", "per_fen"]} />
      <Field at={["growth", "value"]} />
    </Grid>
  );
}

function Level({ nth }: { nth: number }) {
  const at = [...LEVELS, nth];
  const { value } = usePlace(at);
  const isOpen = isPart(value) && value.open === true;
  const hidden = isOpen ? ["qualifications", "validity", "keep"] : [];
  return (
    <>
      <PartFaults at={at} />
      <Fields at={at} leaveOut={hidden} />
    </>
  );
}

/** One above the highest, with a year of validity and twice the spend. */
function nextLevel(levels: readonly Json[]): Json {
  const last: Part = isPart(levels.at(-1)) ? (levels.at(-1) as Part) : {};
  const number = Number(last.number ?? 0) + 1;
  const amount = 2 * highestSpend(last);
  return {
    number,
    code: `level${number}`,
    zh: "",
    en: "",
    open: false,
    qualifications: [{ kind: "spend_sum", amount_minor: amount, window: { kind: "rolling", months: 12 } }],
    validity: { kind: "months", months: 12 },
    keep: [{ kind: "spend", amount_minor: (amount * 4) / 5 }],
    benefits: [],
  };
}

function highestSpend(level: Part): number {
  const rules = Array.isArray(level.qualifications) ? level.qualifications : [];
  const amounts = rules.map((rule) => (isPart(rule) ? Number(rule.amount_minor ?? 0) : 0));
  return Math.max(100_000, ...amounts);
}
