/** What was found, by kind; the chosen one is kept in sight. */
import {
  AppstoreOutlined,
  RightOutlined,
  ShopOutlined,
  ThunderboltOutlined,
  UserOutlined,
} from "@ant-design/icons";
import { type ReactNode, useEffect, useRef } from "react";
import type { Command } from "./match";
import { usePaletteTexts } from "./words";

const SIGNS: Record<Command["kind"], ReactNode> = {
  member: <UserOutlined />,
  page: <AppstoreOutlined />,
  store: <ShopOutlined />,
  act: <ThunderboltOutlined />,
};

interface Props {
  found: readonly Command[];
  chosen: number;
  onPick: (command: Command) => void;
  onPoint: (place: number) => void;
}

export function Results({ found, chosen, onPick, onPoint }: Props) {
  const { say } = usePaletteTexts();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`#palette-${chosen}`)?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    <div ref={list} id="palette" role="listbox" aria-label={say("find")} className="palette-list">
      {found.map((command, place) => (
        <div key={`${command.kind} ${command.id}`}>
          {command.kind !== found[place - 1]?.kind && (
            <div role="presentation" className="palette-kind">
              {say(command.kind)}
            </div>
          )}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the combobox's, which owns this list */}
          <div
            id={`palette-${place}`}
            role="option"
            tabIndex={-1}
            aria-selected={place === chosen}
            className="palette-option"
            onClick={() => onPick(command)}
            onMouseMove={() => onPoint(place)}
          >
            {SIGNS[command.kind]}
            <span>{command.label}</span>
            <span className="palette-hint">{command.hint}</span>
            <RightOutlined aria-hidden className="palette-go" />
          </div>
        </div>
      ))}
    </div>
  );
}
