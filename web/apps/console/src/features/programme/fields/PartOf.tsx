/** A part within a part, and a part of which there are several kinds. */
import { Flex, Select } from "antd";
import { fresh, isOptional, isPart, kindOf } from "../model/form";
import { label } from "../model/speech";
import { useProgrammeTexts } from "../words";
import type { ControlProps } from "./Control";
import { Fields, idOf, PartFaults } from "./Field";

const NOTHING = "";

export function PartOf({ place }: ControlProps) {
  return (
    <div style={{ borderInlineStart: "2px solid var(--ant-color-border-secondary)", paddingInlineStart: 12 }}>
      <PartFaults at={place.path} />
      <Fields at={place.path} />
    </div>
  );
}

/** Choosing another kind begins that kind afresh. */
export function VariantOf({ place, node, title }: ControlProps) {
  const { say } = useProgrammeTexts();
  const variants = node.oneOf ?? [];
  const kind = isPart(place.value) ? String(place.value.kind) : NOTHING;
  const options = variants.map((each) => ({ value: kindOf(each), label: label(each, place.language) }));
  const choose = (value: string) => {
    const variant = variants.find((each) => kindOf(each) === value);
    place.set(variant ? fresh(variant) : null);
  };
  return (
    <Flex vertical gap={8}>
      <Select
        id={idOf(place.path)}
        aria-label={title}
        value={kind}
        onChange={choose}
        options={isOptional(place.node) ? [{ value: NOTHING, label: say("none") }, ...options] : options}
        style={{ width: "100%", maxWidth: 320 }}
      />
      <Fields at={place.path} />
    </Flex>
  );
}
