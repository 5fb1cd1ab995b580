/** The tier, how long it holds, how far it is to the next, and what that adds. */
import { money } from "@shuke/core";
import { Card, Col, Flex, Progress, Row, Statistic, Tag, Typography } from "antd";
import type { MemberPageData } from "./MemberPage";
import { useMemberTexts } from "./words";

interface Need {
  kind: string;
  threshold: number;
  reached: number;
  missing: number;
  by: string | null;
}

interface Added {
  kind: string;
  percent_off?: number;
  percent?: number;
  times_a_year?: number;
  zh?: string;
  en?: string;
}

export function Standing({ page }: { page: MemberPageData }) {
  const { say, language } = useMemberTexts();
  const { tier } = page;
  const rise = ((tier.needed as { rise?: Need[] } | null)?.rise ?? [])[0];
  return (
    <Card size="small" style={{ height: "100%" }}>
      <Row gutter={16}>
        <Col xs={24} sm={8}>
          <Statistic title={say("tier")} value={language === "zh" ? tier.name_zh : tier.name_en} />
          <Typography.Text type="secondary">
            {tier.valid_until ? say("until", { day: tier.valid_until }) : say("openEnded")}
          </Typography.Text>
        </Col>
        <Col xs={12} sm={8}>
          <Statistic title={say("spent")} value={money(tier.spent_in_period_minor, language)} />
        </Col>
        <Col xs={12} sm={8}>
          <Statistic title={say("orders")} value={tier.orders_in_period} />
        </Col>
      </Row>
      {rise && <Rise need={rise} added={page.next_tier_adds as unknown as Added[]} />}
    </Card>
  );
}

function Rise({ need, added }: { need: Need; added: Added[] }) {
  const { say, language } = useMemberTexts();
  const percent = Math.floor((need.reached * 100) / Math.max(need.threshold, 1));
  return (
    <Flex vertical gap={4} style={{ marginTop: 12 }}>
      <Progress percent={percent} aria-label={say("tier")} />
      <Typography.Text>
        {say("toNext", { amount: money(need.missing, language), by: need.by ?? "–" })}
      </Typography.Text>
      {added.length > 0 && (
        <Flex gap={4} wrap align="center">
          <Typography.Text type="secondary">{say("nextAdds")}</Typography.Text>
          {added.map((each) => (
            <Benefit key={JSON.stringify(each)} added={each} />
          ))}
        </Flex>
      )}
    </Flex>
  );
}

function Benefit({ added }: { added: Added }) {
  const { say, language } = useMemberTexts();
  const named = language === "zh" ? added.zh : added.en;
  const words: Record<string, string> = {
    discount: say("percentOff", { percent: added.percent_off ?? 0 }),
    points_rate: say("pointsRate", { percent: added.percent ?? 100 }),
    member_day: say("memberDay", { percent: added.percent_off ?? 0, times: added.times_a_year ?? 0 }),
  };
  return <Tag>{named ?? words[added.kind] ?? added.kind}</Tag>;
}
