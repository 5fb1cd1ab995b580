/** A promotion: what it offers, for which goods, when, for whom, and with what else. */
import { Flex } from "antd";
import { useDraft } from "../fields/draft";
import { PartFaults } from "../fields/Field";
import { isPart } from "../model/form";
import { useProgrammeTexts } from "../words";
import { Section } from "./Section";

const ROOT = [] as const;
/** Offers that name their goods themselves. */
const OWN_GOODS = new Set(["member_price", "limited_price", "bundle"]);

export function PromotionForm() {
  const { say } = useProgrammeTexts();
  const { body } = useDraft();
  const offer = isPart(body.offer) ? String(body.offer.kind) : "";
  const isEarly = offer === "early_access";
  return (
    <Flex vertical gap={16}>
      <PartFaults at={ROOT} />
      <Section title={say("whatGives")} fields={["zh", "en", "offer"]} />
      {!OWN_GOODS.has(offer) && <Section title={say("which")} fields={["goods"]} />}
      <Section
        title={say("schedule")}
        fields={["first_day", "last_day", "weekdays", "from_time", "to_time"]}
      />
      <Section
        title={say("audience")}
        fields={[
          ...(isEarly ? [] : ["members_only", "new_members_only", "min_level"]),
          "store_ids",
          "channels",
        ]}
      />
      <Section
        title={say("together")}
        fields={["priority", "group", "excludes", "on_priced_lines", "funder_id", "withdrawn"]}
      />
    </Flex>
  );
}
