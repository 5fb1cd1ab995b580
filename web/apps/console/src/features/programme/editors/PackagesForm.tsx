/** Stored-value packages: what is paid and what comes of it, said at the head of each. */
import { money, ratio } from "@shuke/core";
import { Card, Flex, Typography } from "antd";
import { usePlace } from "../fields/draft";
import { Fields, PartFaults } from "../fields/Field";
import { AddTo, EntryActions } from "../fields/ListOf";
import { isPart, type Json } from "../model/form";
import { useProgrammeTexts } from "../words";
import { Section } from "./Section";

const PACKAGES = ["packages"] as const;

export function PackagesForm() {
  const { say } = useProgrammeTexts();
  const place = usePlace(PACKAGES);
  const list = Array.isArray(place.value) ? place.value : [];
  return (
    <Flex vertical gap={16}>
      <PartFaults at={[]} />
      <PartFaults at={PACKAGES} />
      {list.map((entry, nth) => (
        <Card
          // biome-ignore lint/suspicious/noArrayIndexKey: a package has no other identity while it is being typed
          key={nth}
          size="small"
          title={<Head entry={entry} />}
          extra={<EntryActions list={place} nth={nth} />}
        >
          <PartFaults at={[...PACKAGES, nth]} />
          <Fields at={[...PACKAGES, nth]} />
        </Card>
      ))}
      <AddTo place={place} items={place.node.items ?? {}} />
      <Section title={say("limits")} fields={["any_amount"]} />
    </Flex>
  );
}

function Head({ entry }: { entry: Json }) {
  const { say, language } = useProgrammeTexts();
  if (!isPart(entry)) return null;
  const pay = Number(entry.pay_minor ?? 0);
  const bonus = Number(entry.bonus_minor ?? 0);
  const words = { pay: money(pay, language, 0), get: money(pay + bonus, language, 0) };
  return (
    <Flex gap={12} align="baseline" wrap>
      <span>{String(entry.name || entry.code || say("name"))}</span>
      <Typography.Text type="secondary">
        {say("payGet", words)}
        {pay > 0 && bonus > 0 && ` · ${say("bonusRate", { rate: ratio((bonus * 10_000) / pay, language) })}`}
      </Typography.Text>
    </Flex>
  );
}
