/** The prepaid balance as a bar that fills up to the limit. */
import { money, ratio } from "@shuke/core";
import { Alert, Card, Flex, Progress, Tag, Typography, theme } from "antd";
import { Facts } from "../Facts";
import type { Custody } from "./custody";
import { Article } from "./Deposit";
import { useCustodyTexts } from "./words";

const WHOLE = 10_000;
const STATES = ["within", "near", "full", "unknown"] as const;
const TAGS = { within: "success", near: "warning", full: "error", unknown: "default" } as const;

export function Headroom({ custody }: { custody: Custody }) {
  const { say } = useCustodyTexts();
  const state = STATES.find((each) => each === custody.state) ?? "unknown";
  return (
    <Card size="small" title={say("headroom")} extra={<Tag color={TAGS[state]}>{say(state)}</Tag>}>
      <Flex vertical gap={16}>
        <Typography.Text type="secondary">
          {say("headroomSays", { year: custody.revenue_year, percent: custody.limit_percent })}
        </Typography.Text>
        {state === "unknown" ? (
          <Alert type="info" showIcon title={say("unknownHow", { year: custody.revenue_year })} />
        ) : (
          <Bar custody={custody} state={state} />
        )}
        <Figures custody={custody} />
        <Article text={custody.articles[1]} />
      </Flex>
    </Card>
  );
}

function Bar({ custody, state }: { custody: Custody; state: "within" | "near" | "full" }) {
  const { say, language } = useCustodyTexts();
  const { token } = theme.useToken();
  const { balance_minor: balance, limit_minor: limit } = custody;
  const share = limit > 0 ? Math.round((balance * WHOLE) / limit) : WHOLE;
  const colour = { within: token.colorSuccess, near: token.colorWarning, full: token.colorError }[state];
  return (
    <div>
      <Flex justify="space-between" gap={8} wrap>
        <strong>{say("ofLimit", { share: ratio(share, language) })}</strong>
        <span>
          {money(balance, language)} / {money(limit, language)}
        </span>
      </Flex>
      <Progress
        aria-label={say("headroom")}
        percent={Math.min(share / 100, 100)}
        showInfo={false}
        strokeColor={colour}
        size={{ height: 20 }}
      />
    </div>
  );
}

function Figures({ custody }: { custody: Custody }) {
  const { say, language } = useCustodyTexts();
  const isKnown = custody.state !== "unknown";
  const text = (minor: number) => (isKnown ? money(minor, language) : "–");
  return (
    <Facts
      facts={[
        { title: say("balance"), value: money(custody.balance_minor, language) },
        { title: say("limit"), value: text(custody.limit_minor) },
        {
          title: say(custody.headroom_minor < 0 && isKnown ? "overBy" : "left"),
          value: text(Math.abs(custody.headroom_minor)),
        },
        { title: say("revenue", { year: custody.revenue_year }), value: text(custody.revenue_minor) },
      ]}
    />
  );
}
