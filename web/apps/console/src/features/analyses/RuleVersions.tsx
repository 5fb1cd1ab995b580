/** By which versions of which rules the figures were taken, and which day is the last that counts. */
import { shift } from "@shuke/core";
import { Flex, Tag, Typography } from "antd";
import type { Report } from "../../kit/useReport";
import { useAnalysisTexts } from "./words";

const KINDS = ["rfm", "lifecycle", "quadrants", "repurchase", "new_old", "value", "activity"] as const;

export function RuleVersions({ report }: { report: Report }) {
  const { say } = useAnalysisTexts();
  const used = KINDS.flatMap((kind) => {
    const version = report.rule_version[kind];
    return version === undefined ? [] : [{ kind, version }];
  });
  return (
    <Flex gap={4} wrap align="center" justify="flex-end">
      {used.map(({ kind, version }) => (
        <Tag key={kind}>{told(version, say(kind), say)}</Tag>
      ))}
      <Typography.Text type="secondary" style={{ fontSize: 12 }}>
        {say("asOf", { asOf: shift(report.as_of, -1) })}
      </Typography.Text>
    </Flex>
  );
}

type Say = ReturnType<typeof useAnalysisTexts>["say"];

function told(version: number | null, kind: string, say: Say): string {
  if (version === null) return say("trial", { kind });
  return version === 0 ? say("template", { kind }) : say("version", { kind, version });
}
