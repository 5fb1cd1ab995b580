/** Which control fits a field: chosen by its form, so that a field of tomorrow has one as well. */

import { inLanguage } from "@shuke/core";
import { Checkbox, DatePicker, Input, Select, Switch, TimePicker } from "antd";
import dayjs from "dayjs";
import { isOptional, isReference, type Json, type Node } from "../model/form";
import { weekday } from "../model/units";
import type { Place } from "./draft";
import { idOf } from "./Field";
import { Figure } from "./Figure";
import { ListOf } from "./ListOf";
import { MapOf } from "./MapOf";
import { PartOf, VariantOf } from "./PartOf";
import { Reference } from "./Reference";

export interface ControlProps {
  place: Place;
  node: Node;
  title: string;
}

const DAY = "YYYY-MM-DD";
const TIME = "HH:mm:ss";
const LONG_TEXT = 300;

export function Control(props: ControlProps) {
  const { node } = props;
  if (node.oneOf) return <VariantOf {...props} />;
  if (node.type === "array") return <Several {...props} />;
  if (node.properties) return <PartOf {...props} />;
  if (node.additionalProperties) return <MapOf {...props} />;
  if (isReference(node)) return <Reference {...props} isMany={false} />;
  return <Scalar {...props} />;
}

function Several(props: ControlProps) {
  const { place, node, title } = props;
  const { items } = node;
  if (node.prefixItems) return <Row {...props} />;
  if (items?.properties || items?.oneOf) return <ListOf {...props} />;
  if (isReference(node)) return <Reference {...props} isMany />;
  if (node.unit === "weekday") return <Weekdays {...props} />;
  const options = (items?.enum ?? []).map((value) => {
    const named = items?.named?.[String(value)];
    return { value, label: named ? inLanguage(named, place.language) : String(value) };
  });
  return (
    <Select
      id={idOf(place.path)}
      aria-label={title}
      mode={options.length > 0 ? "multiple" : "tags"}
      value={(place.value as string[]) ?? []}
      onChange={(value: Json) => place.set(value)}
      options={options}
    />
  );
}

function Row({ place, node, title }: ControlProps) {
  return (
    <div style={{ display: "flex", gap: 8, flexWrap: "wrap" }}>
      {(node.prefixItems ?? []).map((each, nth) => {
        const list = Array.isArray(place.value) ? place.value : [];
        return (
          <Figure
            // biome-ignore lint/suspicious/noArrayIndexKey: the places of a row are its identity
            key={nth}
            id={idOf([...place.path, nth])}
            title={`${title} ${nth + 1}`}
            node={node.unit ? { ...each, unit: node.unit } : each}
            value={list[nth]}
            onChange={(value) => place.set(list.with(nth, value))}
            width={120}
          />
        );
      })}
    </div>
  );
}

function Weekdays({ place, title }: ControlProps) {
  return (
    <Checkbox.Group
      aria-label={title}
      value={(place.value as number[]) ?? []}
      onChange={(days) => place.set([...days].map(Number).sort())}
      options={[1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: day, label: weekday(day, place.language) }))}
    />
  );
}

function Scalar(props: ControlProps) {
  const { place, node, title } = props;
  const { value, set } = place;
  const id = idOf(place.path);
  if (node.enum) return <Choice {...props} />;
  if (node.type === "boolean") {
    return <Switch id={id} aria-label={title} checked={value === true} onChange={(is) => set(is)} />;
  }
  if (node.format === "date") return <Day {...props} />;
  if (node.format === "time") return <Time {...props} />;
  if (node.type === "integer") {
    return <Figure id={id} title={title} node={node} value={value} onChange={set} above={place.above} />;
  }
  return <Text {...props} />;
}

function Day({ place: { path, node, value, set }, title }: ControlProps) {
  return (
    <DatePicker
      id={idOf(path)}
      aria-label={title}
      value={value ? dayjs(String(value)) : null}
      onChange={(day) => set(day ? day.format(DAY) : null)}
      allowClear={isOptional(node)}
      style={{ width: "100%" }}
    />
  );
}

function Time({ place: { path, value, set }, title }: ControlProps) {
  return (
    <TimePicker
      id={idOf(path)}
      aria-label={title}
      value={value ? dayjs(`2000-01-01T${value}`) : null}
      onChange={(time) => set(time ? time.format(TIME) : null)}
      format="HH:mm"
      style={{ width: "100%" }}
    />
  );
}

function Text({ place: { path, node: own, value, set }, node, title }: ControlProps) {
  const written = (text: string) => set(text === "" && isOptional(own) ? null : text);
  const common = { id: idOf(path), "aria-label": title, value: String(value ?? "") };
  if (node.unit === "text" || (node.maxLength ?? 0) > LONG_TEXT) {
    const size = { minRows: 2, maxRows: 12 };
    return <Input.TextArea {...common} onChange={({ target }) => written(target.value)} autoSize={size} />;
  }
  return <Input {...common} onChange={({ target }) => written(target.value)} />;
}

function Choice({ place, node, title }: ControlProps) {
  return (
    <Select
      id={idOf(place.path)}
      aria-label={title}
      value={place.value as string | number}
      onChange={(value: string | number) => place.set(value)}
      options={(node.enum ?? []).map((value) => {
        const named = node.named?.[String(value)];
        return { value, label: named ? inLanguage(named, place.language) : String(value) };
      })}
      style={{ width: "100%" }}
    />
  );
}
