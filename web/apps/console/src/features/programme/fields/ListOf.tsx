/** A list of parts: each on a card, to be moved, taken away, and added to. */
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Card, Dropdown, Flex } from "antd";
import type { ReactNode } from "react";
import { fresh, type Json, kindOf, moved, type Node, type Path } from "../model/form";
import { entryName, label } from "../model/speech";
import { useProgrammeTexts } from "../words";
import type { ControlProps } from "./Control";
import { type Place, useDraft, usePlace } from "./draft";
import { Fields, PartFaults } from "./Field";

export function ListOf({ place, node }: ControlProps) {
  const list = Array.isArray(place.value) ? place.value : [];
  return (
    <Flex vertical gap={8}>
      {list.map((_, nth) => (
        <Entry
          // biome-ignore lint/suspicious/noArrayIndexKey: an entry has no other identity while it is being typed
          key={nth}
          list={place}
          nth={nth}
        >
          <PartFaults at={[...place.path, nth]} />
          <Fields at={[...place.path, nth]} />
        </Entry>
      ))}
      <AddTo place={place} items={node.items ?? {}} />
    </Flex>
  );
}

export function Entry({ list, nth, children }: { list: Place; nth: number; children: ReactNode }) {
  const { speaker } = useDraft();
  const { node, value } = usePlace([...list.path, nth]);
  return (
    <Card
      size="small"
      title={entryName(node, value ?? null, speaker) || `${nth + 1}`}
      extra={<EntryActions list={list} nth={nth} />}
    >
      {children}
    </Card>
  );
}

export function EntryActions({ list, nth }: { list: Place; nth: number }) {
  const { say } = useProgrammeTexts();
  const entries = Array.isArray(list.value) ? list.value : [];
  const move = (by: number) => list.set(moved(entries, nth, by));
  return (
    <Flex>
      <Button
        type="text"
        size="small"
        icon={<ArrowUpOutlined />}
        aria-label={say("up")}
        disabled={nth === 0}
        onClick={() => move(-1)}
      />
      <Button
        type="text"
        size="small"
        icon={<ArrowDownOutlined />}
        aria-label={say("down")}
        disabled={nth === entries.length - 1}
        onClick={() => move(1)}
      />
      <Button
        type="text"
        size="small"
        danger
        icon={<DeleteOutlined />}
        aria-label={say("remove")}
        onClick={() => list.set(entries.toSpliced(nth, 1))}
      />
    </Flex>
  );
}

interface AddProps {
  place: Place;
  items: Node;
  /** What a new entry is, where the form alone does not know. */
  make?: (list: readonly Json[]) => Json;
  title?: string;
}

export function AddTo({ place, items, make, title }: AddProps) {
  const { say } = useProgrammeTexts();
  const list = Array.isArray(place.value) ? place.value : [];
  const add = (entry: Json) => place.set([...list, entry]);
  const name =
    title ?? say("addOf", { what: label(items, place.language) || label(place.node, place.language) });
  const variants = items.oneOf ?? [];
  const button = (
    <Button
      icon={<PlusOutlined />}
      type="dashed"
      size="small"
      {...(variants.length > 0 ? {} : { onClick: () => add(make ? make(list) : fresh(items)) })}
      style={{ alignSelf: "flex-start" }}
    >
      {variants.length > 0 ? (title ?? say("addOf", { what: label(place.node, place.language) })) : name}
    </Button>
  );
  if (variants.length === 0) return button;
  const choices = variants.map((each) => ({ key: kindOf(each), label: label(each, place.language) }));
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: choices,
        onClick: ({ key }) => add(fresh(variants.find((each) => kindOf(each) === key) ?? {})),
      }}
    >
      {button}
    </Dropdown>
  );
}

export function pathOf(place: Place, ...steps: Path): Path {
  return [...place.path, ...steps];
}
