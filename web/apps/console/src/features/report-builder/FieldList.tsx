/** What a report can be made of, at the left: groups by what they tell of, then figures. A tick puts it in. */
import { SearchOutlined } from "@ant-design/icons";
import { inLanguage } from "@shuke/core";
import { Card, Checkbox, Flex, Input, Typography } from "antd";
import { useState } from "react";
import { type Cut, type Fields, MOST_FIGURES, MOST_GROUPS, toggled } from "./cut";
import { useBuilderTexts } from "./words";

const FAMILIES = ["time", "place", "goods", "member"] as const;

interface Props {
  fields: Fields;
  cut: Cut;
  change: (changes: Partial<Cut>) => void;
}

export function FieldList({ fields, cut, change }: Props) {
  const { say, language } = useBuilderTexts();
  const [text, setText] = useState("");
  const isWanted = (each: { zh: string; en: string }) =>
    inLanguage(each, language).toLowerCase().includes(text.trim().toLowerCase());
  const figures = fields.figures.filter(isWanted);
  const families = FAMILIES.map((family) => ({
    family,
    groups: fields.groups.filter((each) => each.family === family && isWanted(each)),
  })).filter(({ groups }) => groups.length > 0);
  return (
    <Card size="small" title={say("fields")}>
      <Flex vertical gap={12}>
        <Input
          prefix={<SearchOutlined />}
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder={say("find")}
          aria-label={say("find")}
          allowClear
        />
        {families.length + figures.length === 0 && (
          <Typography.Text type="secondary">{say("noField")}</Typography.Text>
        )}
        {families.map(({ family, groups }) => (
          <Ticks
            key={family}
            title={`${say("groups")} · ${say(family)}`}
            fields={groups}
            chosen={cut.groups}
            most={MOST_GROUPS}
            onTick={(name) => change({ groups: toggled(cut.groups, name) })}
          />
        ))}
        {figures.length > 0 && (
          <Ticks
            title={say("figures")}
            fields={figures}
            chosen={cut.figures}
            most={MOST_FIGURES}
            onTick={(name) => change({ figures: toggled(cut.figures, name) })}
          />
        )}
      </Flex>
    </Card>
  );
}

interface TicksProps {
  title: string;
  fields: readonly { name: string; zh: string; en: string }[];
  chosen: readonly string[];
  most: number;
  onTick: (name: string) => void;
}

function Ticks({ title, fields, chosen, most, onTick }: TicksProps) {
  const { language } = useBuilderTexts();
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
      <legend style={{ padding: 0, marginBottom: 4 }}>
        <Typography.Text type="secondary">{title}</Typography.Text>
      </legend>
      <div style={{ display: "grid", gridTemplateColumns: "repeat(auto-fill, minmax(118px, 1fr))", gap: 4 }}>
        {fields.map((each) => (
          <Checkbox
            key={each.name}
            checked={chosen.includes(each.name)}
            disabled={chosen.length >= most && !chosen.includes(each.name)}
            onChange={() => onTick(each.name)}
          >
            {inLanguage(each, language)}
          </Checkbox>
        ))}
      </div>
    </fieldset>
  );
}
