/** Faults and findings of a draft, in the server's words; a fault leads to its field. */
import { CheckCircleOutlined, CloseCircleOutlined, WarningOutlined } from "@ant-design/icons";
import { inLanguage } from "@shuke/core";
import { Flex, Spin, Typography, theme } from "antd";
import { ProblemView } from "../../kit/Problem";
import { idOf } from "./fields/Field";
import type { Fault, Finding } from "./rules";
import type { Opinion } from "./useCheck";
import { useProgrammeTexts } from "./words";

export function OpinionView({ opinion: { checked, isChecking, error } }: { opinion: Opinion }) {
  const { say } = useProgrammeTexts();
  const { token } = theme.useToken();
  const { faults, findings } = checked;
  if (error) return <ProblemView thrown={error} />;
  return (
    <Flex vertical gap={8} role="status">
      <Flex gap={8} align="center">
        {isChecking ? (
          <Spin size="small" />
        ) : faults.length > 0 ? (
          <CloseCircleOutlined style={{ color: token.colorErrorText }} aria-hidden />
        ) : (
          <CheckCircleOutlined style={{ color: token.colorSuccessText }} aria-hidden />
        )}
        <strong>{headOf()}</strong>
      </Flex>
      {faults.map((fault) => (
        <FaultLine key={fault.path.join(".") + fault.en} fault={fault} />
      ))}
      {findings.length > 0 && (
        <Typography.Text>{say("findings", { count: findings.length })}</Typography.Text>
      )}
      {findings.map((finding) => (
        <FindingLine
          key={`${finding.code} ${finding.subject} ${finding.path?.join(".")}`}
          finding={finding}
        />
      ))}
    </Flex>
  );

  function headOf(): string {
    if (isChecking) return say("checking");
    return faults.length > 0 ? say("faults", { count: faults.length }) : say("sound");
  }
}

function FaultLine({ fault }: { fault: Fault }) {
  const { say, language } = useProgrammeTexts();
  const place = (language === "zh" ? fault.place_zh : fault.place_en) || say("whole");
  const lead = () => document.getElementById(idOf(fault.path))?.focus();
  return (
    <Typography.Link onClick={lead} style={{ color: "inherit" }}>
      <Typography.Text type="secondary" style={{ fontSize: 12, display: "block" }}>
        {place}
      </Typography.Text>
      <Typography.Text type="danger">{inLanguage(fault, language)}</Typography.Text>
    </Typography.Link>
  );
}

export function FindingLine({
  finding,
}: {
  finding: Pick<Finding, "severity" | "zh" | "en" | "subject" | "code">;
}) {
  const { language } = useProgrammeTexts();
  const { token } = theme.useToken();
  const isError = finding.severity === "error";
  const colour = isError ? token.colorErrorText : token.colorWarningText;
  const subject = finding.code === "hole" || finding.code === "overlap" ? "" : finding.subject;
  return (
    <Flex gap={8} align="baseline">
      <WarningOutlined style={{ color: colour }} aria-hidden />
      <span>
        {subject && <Typography.Text type="secondary">{subject} · </Typography.Text>}
        {inLanguage(finding, language)}
      </span>
    </Flex>
  );
}
