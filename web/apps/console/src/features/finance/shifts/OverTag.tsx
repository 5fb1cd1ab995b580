/** How much more or less lay in the drawer than should have; its report knows. */
import { money } from "@shuke/core";
import { Skeleton, Tag } from "antd";
import { useShiftReport } from "./report";
import type { Shift } from "./useShifts";
import { useShiftTexts } from "./words";

export function OverTag({ shift }: { shift: Shift }) {
  const isClosed = shift.state === "closed";
  const { data, isLoading } = useShiftReport(shift.id, true, isClosed);
  if (isLoading) return <Skeleton.Button active size="small" />;
  return <Over minor={data?.over_minor ?? null} />;
}

export function Over({ minor }: { minor: number | null }) {
  const { say, language } = useShiftTexts();
  if (minor === null) return "–";
  if (minor === 0) return <Tag color="success">{say("exact")}</Tag>;
  const amount = money(Math.abs(minor), language);
  return <Tag color={minor > 0 ? "warning" : "error"}>{say(minor > 0 ? "long" : "short", { amount })}</Tag>;
}
