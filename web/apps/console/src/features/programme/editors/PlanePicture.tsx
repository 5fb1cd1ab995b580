/** Frequency × amount as a picture. A hole is hatched, an overlap outlined; what they mean stands in the findings. */

import { series } from "@shuke/tokens";
import { theme } from "antd";
import { isPart, type Json } from "../model/form";
import { areaOf, type Box, boxOf, planeOf } from "../model/plane";
import { figureText } from "../model/units";
import type { Finding } from "../rules";
import { useProgrammeTexts } from "../words";

const WIDE = 640;
const HIGH = 300;
const LEFT = 80;
const FOOT = 40;

interface Props {
  boxes: readonly Json[];
  findings: readonly Finding[];
}

export function PlanePicture({ boxes, findings }: Props) {
  const { say, language } = useProgrammeTexts();
  const { token } = theme.useToken();
  const plane = planeOf(boxes);
  const keys = [...new Set(boxes.filter(isPart).map((box) => String(box.key)))];
  const drawn = boxes.map((box, nth) => ({ box, nth })).reverse();
  return (
    <svg
      viewBox={`0 0 ${WIDE + LEFT + 8} ${HIGH + FOOT + 12}`}
      style={{ width: "100%", maxWidth: 820, height: "auto" }}
      role="img"
      aria-label={say("plane")}
    >
      <Hatch colour={token.colorErrorText} />
      <g transform={`translate(${LEFT} 8)`}>
        <rect width={WIDE} height={HIGH} fill={token.colorFillQuaternary} />
        {drawn.map(({ box, nth }) => (
          <BoxShape key={nth} box={box} place={boxOf(box, plane)} colour={colourOf(box, keys)} />
        ))}
        {findings.map((finding) => (
          <FindingShape
            key={`${finding.code} ${finding.subject}`}
            finding={finding}
            place={areaOf(finding, plane)}
          />
        ))}
        <Axes plane={plane} language={language} colour={token.colorTextSecondary} />
        <text x={WIDE} y={HIGH + 34} textAnchor="end" fontSize={12} fill={token.colorText}>
          {say("purchases")} →
        </text>
        <text x={-LEFT + 2} y={10} fontSize={12} fill={token.colorText}>
          {say("amount")} ↑
        </text>
      </g>
    </svg>
  );
}

function colourOf(box: Json, keys: readonly string[]): string {
  const place = isPart(box) ? keys.indexOf(String(box.key)) : 0;
  return series[place % series.length] ?? series[0];
}

function Hatch({ colour }: { colour: string }) {
  return (
    <defs>
      <pattern id="hole" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line x1="0" y1="0" x2="0" y2="8" stroke={colour} strokeWidth="3" />
      </pattern>
    </defs>
  );
}

function rectangle({ left, right, bottom, top }: Box) {
  return {
    x: left * WIDE,
    y: (1 - top) * HIGH,
    width: Math.max((right - left) * WIDE, 0),
    height: Math.max((top - bottom) * HIGH, 0),
  };
}

function BoxShape({ box, place, colour }: { box: Json; place: Box; colour: string }) {
  const { language } = useProgrammeTexts();
  const at = rectangle(place);
  const name = isPart(box) ? String((language === "zh" ? box.zh : box.en) || box.key) : "";
  return (
    <g>
      <rect {...at} fill={colour} fillOpacity={0.28} stroke={colour} />
      <text
        x={at.x + 8}
        y={at.y + at.height - 8}
        fontSize={13}
        fontWeight={600}
        fill="currentColor"
        style={{ paintOrder: "stroke" }}
      >
        {name}
      </text>
    </g>
  );
}

function FindingShape({ finding, place }: { finding: Finding; place: Box | null }) {
  const { language } = useProgrammeTexts();
  const { token } = theme.useToken();
  if (!place) return null;
  const isHole = finding.code === "hole";
  return (
    <rect
      {...rectangle(place)}
      fill={isHole ? "url(#hole)" : "none"}
      fillOpacity={0.6}
      stroke={token.colorErrorText}
      strokeWidth={isHole ? 1 : 2.5}
      strokeDasharray={isHole ? "0" : "6 4"}
    >
      <title>{language === "zh" ? finding.zh : finding.en}</title>
    </rect>
  );
}

interface AxesProps {
  plane: ReturnType<typeof planeOf>;
  language: "zh" | "en";
  colour: string;
}

function Axes({ plane, language, colour }: AxesProps) {
  const across = plane.purchases.length - 1;
  const up = plane.amounts.length - 1;
  return (
    <g fontSize={12} fill={colour}>
      {plane.purchases.slice(0, -1).map((value, nth) => (
        <text key={value} x={(nth / across) * WIDE + 2} y={HIGH + 16}>
          {value}
        </text>
      ))}
      {plane.amounts.slice(0, -1).map((value, nth) => (
        <text key={value} x={-6} y={HIGH - (nth / up) * HIGH - 2} textAnchor="end">
          {figureText(value, "minor", language)}
        </text>
      ))}
    </g>
  );
}
