/** What is wrong with the rule of the quadrants: members whom none holds, or several. */
import { api, type Shapes } from "@shuke/api";
import { inLanguage, type Language, money } from "@shuke/core";
import { Alert, Card, Flex, Typography } from "antd";
import { useAnalysisTexts } from "./words";

type Rule = Shapes["QuadrantRuleOut"];
type Finding = Shapes["QuadrantFindingOut"];
type Say = ReturnType<typeof useAnalysisTexts>["say"];

export function QuadrantFindings() {
  const { say, language } = useAnalysisTexts();
  const { data: rule } = api.useQuery("get", "/api/staff/reports/quadrants/rule", {}, { staleTime: 300_000 });
  if (!rule) return null;
  const found = rule.findings.filter((finding) => finding.purchases_to !== 0);
  return (
    <Card size="small" title={say("linter")}>
      <Flex vertical gap={8}>
        {found.length === 0 && <Alert type="success" showIcon title={say("clean")} />}
        {found.map((finding) => (
          <Alert
            key={JSON.stringify(finding)}
            type={finding.kind === "hole" ? "error" : "warning"}
            showIcon
            title={told(finding, rule, say, language)}
          />
        ))}
        <Typography.Text type="secondary">{say("nothing")}</Typography.Text>
      </Flex>
    </Card>
  );
}

function told(finding: Finding, rule: Rule, say: Say, language: Language): string {
  const nameOf = (key: string) => {
    const box = rule.boxes.find((each) => each.key === key);
    return box ? inLanguage(box, language) : key;
  };
  const where = `${times(finding, say)}${language === "zh" ? "、" : ", "}${amounts(finding, say, language)}`;
  const names = finding.quadrants.map(nameOf).join(language === "zh" ? "与" : " and ");
  return finding.kind === "hole"
    ? say("hole", { where })
    : say("overlap", { where, names, decided: nameOf(finding.decided_for) });
}

function times({ purchases_from: from, purchases_to: to }: Finding, say: Say): string {
  if (to === null) return say("purchasesFrom", { from });
  return from === to ? say("purchasesExactly", { from }) : say("purchasesBetween", { from, to });
}

function amounts(
  { amount_from_minor: from, amount_to_minor: to }: Finding,
  say: Say,
  language: Language,
): string {
  if (to === null) return say("amountFrom", { from: money(from, language) });
  return say("amountBetween", { from: money(from, language), to: money(to, language) });
}
