/** The chosen dimension: what it is called, and how many of its tags a member may have. */
import { Button, Card } from "antd";
import { useState } from "react";
import { useMay } from "../../session/session";
import { RenameDimension } from "./DimensionForms";
import type { Dimension } from "./tags";
import { useTagTexts } from "./words";

export function DimensionCard({ dimension }: { dimension: Dimension }) {
  const { say, language } = useTagTexts();
  const [isOpen, open] = useState(false);
  const isAble = useMay()("tags.change");
  const name = language === "zh" ? dimension.name_zh : dimension.name_en;
  const rename = (
    <Button size="small" onClick={() => open(true)}>
      {say("renameDimension")}
    </Button>
  );
  return (
    <Card size="small" title={say("dimensionOf", { name })} extra={isAble && rename}>
      {say(dimension.is_single ? "single" : "many")}
      <RenameDimension isOpen={isOpen} close={() => open(false)} dimension={dimension} />
    </Card>
  );
}
