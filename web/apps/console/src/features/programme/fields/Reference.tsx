/** Something that is chosen by its name: stores, goods, categories, levels, templates. */
import { Select } from "antd";
import { useDeferredValue, useState } from "react";
import { isOptional, isPart, type Json } from "../model/form";
import { useFoundGoods, useNamesOf } from "../useGoods";
import { type Option, useOptions } from "../useNames";
import { useProgrammeTexts } from "../words";
import type { ControlProps } from "./Control";
import { useDraft } from "./draft";
import { idOf } from "./Field";

type Props = ControlProps & { isMany: boolean };

export function Reference(props: Props) {
  const { unit } = props.node;
  return unit === "sku" || unit === "product" ? <Goods {...props} unit={unit} /> : <Listed {...props} />;
}

function Listed({ place, node, title, isMany }: Props) {
  const { body } = useDraft();
  const { say } = useProgrammeTexts();
  const listed = useOptions(node.unit ?? "");
  const options = node.unit === "template" ? templatesOf(body) : listed;
  return (
    <Select
      id={idOf(place.path)}
      aria-label={title}
      {...(isMany
        ? { mode: node.unit === "channel" || node.unit === "profile_field" ? "tags" : "multiple" }
        : {})}
      value={chosen(place.value, node.unit)}
      onChange={(value: Json | undefined) => place.set(value ?? emptyOf(place.node))}
      options={options}
      allowClear={isMany || isOptional(place.node) || node.minLength === undefined}
      showSearch={{ optionFilterProp: "label" }}
      placeholder={say(isMany ? "unlimited" : "choose")}
      style={{ width: "100%", minWidth: 120 }}
    />
  );
}

/** Ids are compared as texts: some came as numbers. Levels are numbers. */
function chosen(value: Json | undefined, unit: string | null | undefined) {
  const one = (each: Json) => (unit === "level" ? Number(each) : String(each));
  if (Array.isArray(value)) return value.map(one);
  return value === null || value === undefined || value === "" ? undefined : one(value);
}

function emptyOf(node: ControlProps["node"]): Json {
  if (isOptional(node)) return null;
  return node.type === "integer" ? (node.minimum ?? 0) : "";
}

function templatesOf(body: Json): Option[] {
  const templates = isPart(body) && isPart(body.templates) ? body.templates : {};
  return Object.entries(templates).map(([value, cycle]) => ({
    value,
    label: isPart(cycle) ? String(cycle.zh ?? value) : value,
  }));
}

function Goods({ place, title, isMany, unit }: Props & { unit: "sku" | "product" }) {
  const { say } = useProgrammeTexts();
  const [text, setText] = useState("");
  const { options, isLoading } = useFoundGoods(useDeferredValue(text), unit);
  const picked = (Array.isArray(place.value) ? place.value : [place.value])
    .filter((each) => each !== null && each !== undefined && each !== "")
    .map(String);
  const names = useNamesOf(picked);
  const known = picked.map((value) => ({ value, label: names.get(value) ?? value }));
  const all = new Map(
    [...known, ...(options as { value: string; label: string }[])].map((each) => [each.value, each]),
  );
  return (
    <Select
      id={idOf(place.path)}
      aria-label={title}
      {...(isMany ? { mode: "multiple" as const } : {})}
      value={isMany ? picked : picked[0]}
      onChange={(value: string | string[] | undefined) => place.set(value ?? null)}
      options={[...all.values()]}
      showSearch={{ filterOption: false, onSearch: setText }}
      allowClear
      loading={isLoading}
      placeholder={say("searchGoods")}
      style={{ width: "100%" }}
    />
  );
}
