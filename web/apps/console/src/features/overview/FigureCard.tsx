import { shortMoney, shown } from "@shuke/core";
import { Card, Statistic, Tooltip, Typography } from "antd";
import type { Figure } from "./figures";
import { useOverviewTexts } from "./words";

export function FigureCard({ figure }: { figure: Figure }) {
  const { say, language } = useOverviewTexts();
  const { value, before, unit } = figure;
  const text =
    unit === "minor" && value !== null ? shortMoney(value, language) : shown(value, unit, language);
  return (
    <Card size="small" style={{ height: "100%" }}>
      <Tooltip title={shown(value, unit, language)}>
        <Statistic title={say(figure.word)} value={text} />
      </Tooltip>
      {value !== null && before !== null && before !== 0 && (
        <Tooltip title={say("before", { value: shown(before, unit, language) })}>
          <Change change={(value - before) / Math.abs(before)} />
        </Tooltip>
      )}
    </Card>
  );
}

function Change({ change, ...rest }: { change: number }) {
  const { say, language } = useOverviewTexts();
  const percent = new Intl.NumberFormat(language === "zh" ? "zh-CN" : "en", {
    style: "percent",
    maximumFractionDigits: 1,
    signDisplay: "exceptZero",
  }).format(change);
  return (
    <Typography.Text type={change < 0 ? "danger" : "success"} style={{ fontSize: 12 }} {...rest}>
      {change < 0 ? "▼ " : "▲ "}
      {say("same", { change: percent })}
    </Typography.Text>
  );
}
