/** A figure with what it was; a click leads to what explains it, and pointing at it says what it is. */
import { type Language, shortMoney, shown, type Unit } from "@shuke/core";
import { Skeleton, Tooltip, Typography } from "antd";
import { Link } from "react-router";
import { useScope, withSearch } from "../../kit/scope";
import { changeOf, type Figure, type Value } from "./figures";
import "./overview.css";
import { useOverviewTexts } from "./words";

export function FigureCard({ figure }: { figure: Figure }) {
  const { say, language } = useOverviewTexts();
  const { search } = useScope();
  const { word, unit, now, to } = figure;
  const isMoney = unit === "minor" && typeof now === "number";
  const hint = `${say(`${word}How`)}${isMoney ? ` ${shown(now, unit, language)}` : ""}`;
  const body = (
    <div className="figure">
      <Typography.Text type="secondary">{say(word)}</Typography.Text>
      <div className="figure-value">
        {now === undefined ? (
          <Skeleton.Input active size="small" style={{ width: 96 }} />
        ) : (
          brief(now, unit, language)
        )}
      </div>
      <Changes figure={figure} />
    </div>
  );
  return (
    <Tooltip title={hint} mouseEnterDelay={0.4}>
      {to ? (
        <Link to={withSearch(to, search)} className="figure-link">
          {body}
        </Link>
      ) : (
        <div className="figure-link">{body}</div>
      )}
    </Tooltip>
  );
}

/** Money in few letters, all else as it is. */
export function brief(value: Value, unit: Unit, language: Language): string {
  return unit === "minor" && typeof value === "number"
    ? shortMoney(value, language)
    : shown(value, unit, language);
}

function Changes({ figure: { now, before, lastYear, unit, good } }: { figure: Figure }) {
  return (
    <div className="figure-changes">
      <Change now={now} then={before} word="toBefore" unit={unit} good={good} />
      <Change now={now} then={lastYear} word="toLastYear" unit={unit} good={good} />
    </div>
  );
}

interface ChangeProps {
  now: Value;
  then: Value;
  word: "toBefore" | "toLastYear";
  unit: Figure["unit"];
  good: Figure["good"];
}

function Change({ now, then, word, unit, good }: ChangeProps) {
  const { say, language } = useOverviewTexts();
  const change = changeOf(now, then);
  if (change === null) return null;
  const percent = new Intl.NumberFormat(language === "zh" ? "zh-CN" : "en", {
    style: "percent",
    maximumFractionDigits: Math.abs(change) < 0.1 ? 1 : 0,
    signDisplay: "exceptZero",
  }).format(change);
  return (
    <span title={say("was", { value: shown(then, unit, language) })}>
      {say(word)} <Typography.Text type={toneOf(change, good)}>{percent}</Typography.Text>
    </span>
  );
}

function toneOf(change: number, good: Figure["good"]): "success" | "danger" | "secondary" {
  if (!good || Math.abs(change) < 0.0005) return "secondary";
  return change > 0 === (good === "up") ? "success" : "danger";
}
