/** Small things that the list, the wizard and the result share. */
import { count, type Language, locale, money } from "@shuke/core";
import { Card, Flex, Statistic, Tag, theme } from "antd";
import type { Run, Summary } from "./progress";
import { useImportTexts } from "./words";

const COLOURS: Record<Run["state"], string> = {
  started: "processing",
  done: "success",
  cancelled: "warning",
  failed: "error",
  undone: "default",
};

export function StateTag({ state }: { state: Run["state"] }) {
  const { say } = useImportTexts();
  return <Tag color={COLOURS[state]}>{say(state)}</Tag>;
}

/** A moment as people write it, to the minute. */
export function momentText(at: string | Date, language: Language): string {
  return new Intl.DateTimeFormat(locale(language), {
    timeZone: "Asia/Shanghai",
    dateStyle: "medium",
    timeStyle: "short",
  }).format(new Date(at));
}

/** What came of the rows, or would. What the kind of file cannot bring is left out. */
export function Counts({ kind, summary }: { kind: Run["kind"]; summary: Summary }) {
  const { say, language } = useImportTexts();
  const { token } = theme.useToken();
  const figures = [
    { title: say("rows"), value: count(summary.rows, language) },
    { title: say("accepted"), value: count(summary.accepted, language) },
    { title: say("rejected"), value: count(summary.rejected, language), isBad: summary.rejected > 0 },
    { title: say("duplicates"), value: count(summary.duplicates, language) },
    ...(kind === "receipts"
      ? [
          { title: say("receiptsMade"), value: count(summary.receipts, language) },
          { title: say("amount"), value: money(summary.amount_minor, language) },
        ]
      : []),
    ...(kind === "members" || summary.members > 0
      ? [{ title: say("membersMade"), value: count(summary.members, language) }]
      : []),
  ];
  return (
    <Flex gap={12} wrap>
      {figures.map(({ title, value, isBad }) => (
        <Card key={title} size="small" style={{ flex: "1 1 120px" }}>
          <Statistic
            title={title}
            value={value}
            styles={isBad ? { content: { color: token.colorError } } : {}}
          />
        </Card>
      ))}
    </Flex>
  );
}
