/** Quadrants: the plane with its boxes, holes and overlaps, and below it the boxes in the order that decides. */
import { Card, Flex } from "antd";
import { usePlace } from "../fields/draft";
import { PartFaults } from "../fields/Field";
import type { Finding } from "../rules";
import { useProgrammeTexts } from "../words";
import { PlanePicture } from "./PlanePicture";
import { Section } from "./Section";

export function QuadrantsForm({ findings }: { findings: readonly Finding[] }) {
  const { say } = useProgrammeTexts();
  const { value } = usePlace(["boxes"]);
  return (
    <Flex vertical gap={16}>
      <PartFaults at={[]} />
      <Card size="small" title={say("plane")}>
        <PlanePicture boxes={Array.isArray(value) ? value : []} findings={findings} />
      </Card>
      <Section title={say("content")} fields={["window_months", "boxes"]} />
    </Flex>
  );
}
