/** The levels as steps that rise, each with what it takes and what it gives. */
import { Typography } from "antd";
import { useDraft } from "../fields/draft";
import { inner, isPart, type Json, type Node, type Part } from "../model/form";
import { describe } from "../model/speech";
import { useProgrammeTexts } from "../words";

interface Props {
  levels: readonly Json[];
  chosen: number;
  onChoose: (nth: number) => void;
}

const LOWEST = 36;
const RISE = 26;

export function Ladder({ levels, chosen, onChoose }: Props) {
  return (
    <div style={{ display: "flex", gap: 8, alignItems: "flex-end", overflowX: "auto", paddingBottom: 4 }}>
      {levels.filter(isPart).map((level, nth) => (
        <Rung
          key={`${level.code} ${level.number}`}
          level={level}
          height={LOWEST + RISE * nth}
          isChosen={nth === chosen}
          onChoose={() => onChoose(nth)}
        />
      ))}
    </div>
  );
}

interface RungProps {
  level: Part;
  height: number;
  isChosen: boolean;
  onChoose: () => void;
}

function Rung({ level, height, isChosen, onChoose }: RungProps) {
  const { say, language } = useProgrammeTexts();
  const { form, speaker } = useDraft();
  const node = inner(inner(form, "levels", undefined), 0, undefined);
  const texts = (name: string) =>
    entryTexts(inner(node, name, level), level[name]).map((text) => text(speaker));
  const takes = level.open ? [say("open")] : texts("qualifications");
  const gives = texts("benefits");
  return (
    <button
      type="button"
      onClick={onChoose}
      aria-pressed={isChosen}
      style={{
        flex: "1 0 150px",
        maxWidth: 260,
        textAlign: "start",
        font: "inherit",
        color: "inherit",
        background: "none",
        border: 0,
        padding: 0,
        cursor: "pointer",
      }}
    >
      <div style={{ padding: "0 4px 6px", fontSize: 13 }}>
        {takes.map((text) => (
          <div key={text}>{text}</div>
        ))}
        {gives.map((text) => (
          <Typography.Text key={text} type="secondary" style={{ display: "block", fontSize: 12 }}>
            {text}
          </Typography.Text>
        ))}
      </div>
      <div
        style={{
          height,
          borderRadius: "8px 8px 0 0",
          padding: "6px 10px",
          fontWeight: 600,
          color: isChosen ? "var(--ant-color-bg-container)" : "var(--ant-color-text)",
          background: isChosen ? "var(--ant-color-primary)" : "var(--ant-color-primary-bg)",
        }}
      >
        {String((language === "zh" ? level.zh : level.en) || level.code)}
      </div>
    </button>
  );
}

function entryTexts(node: Node, value: Json | undefined) {
  const list = Array.isArray(value) ? value : [];
  return list.map(
    (each) => (speaker: Parameters<typeof describe>[2]) => describe(inner(node, 0, each), each, speaker),
  );
}
