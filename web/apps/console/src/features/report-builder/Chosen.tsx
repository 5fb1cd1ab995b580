/** What is in the report, in its order: moved by buttons, and by dragging for whoever likes to. */
import { CloseOutlined, LeftOutlined, RightOutlined } from "@ant-design/icons";
import { Button, Flex, Typography } from "antd";
import { useState } from "react";
import { dropped, type Fields, moved, toggled } from "./cut";
import { nameOf } from "./names";
import { useBuilderTexts } from "./words";

interface Props {
  title: string;
  empty: string;
  names: readonly string[];
  fields: Fields;
  change: (names: string[]) => void;
}

export function Chosen({ title, empty, names, fields, change }: Props) {
  const [dragged, drag] = useState<string | null>(null);
  return (
    <Flex gap={8} align="center" wrap>
      <Typography.Text type="secondary" style={{ minWidth: 48 }}>
        {title}
      </Typography.Text>
      {names.length === 0 && <Typography.Text type="secondary">{empty}</Typography.Text>}
      {names.map((name, place) => (
        <Chip
          key={name}
          name={name}
          fields={fields}
          isFirst={place === 0}
          isLast={place === names.length - 1}
          onMove={(by) => change(moved(names, name, by))}
          onDrop={() => change(toggled(names, name))}
          onDrag={() => drag(name)}
          onDragOver={() => {
            if (dragged && dragged !== name) change(dropped(names, dragged, name));
          }}
        />
      ))}
    </Flex>
  );
}

interface ChipProps {
  name: string;
  fields: Fields;
  isFirst: boolean;
  isLast: boolean;
  onMove: (by: -1 | 1) => void;
  onDrop: () => void;
  onDrag: () => void;
  onDragOver: () => void;
}

function Chip({ name, fields, isFirst, isLast, onMove, onDrop, onDrag, onDragOver }: ChipProps) {
  const { say, language } = useBuilderTexts();
  const called = nameOf(fields, name, language);
  const button = { type: "text" as const, size: "small" as const, style: { width: 24 } };
  return (
    <Flex
      align="center"
      draggable
      onDragStart={onDrag}
      onDragEnter={onDragOver}
      style={{
        border: "1px solid var(--ant-color-border)",
        borderRadius: 8,
        paddingInline: 2,
        cursor: "grab",
      }}
    >
      {!isFirst && (
        <Button
          {...button}
          icon={<LeftOutlined />}
          aria-label={say("left", { name: called })}
          onClick={() => onMove(-1)}
        />
      )}
      <span style={{ paddingInline: 6 }}>{called}</span>
      {!isLast && (
        <Button
          {...button}
          icon={<RightOutlined />}
          aria-label={say("right", { name: called })}
          onClick={() => onMove(1)}
        />
      )}
      <Button
        {...button}
        icon={<CloseOutlined />}
        aria-label={say("drop", { name: called })}
        onClick={onDrop}
      />
    </Flex>
  );
}
