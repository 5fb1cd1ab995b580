/** What must lie in custody for last quarter's balance. */
import { money, shift } from "@shuke/core";
import { Card, Flex, Typography } from "antd";
import { Facts } from "../Facts";
import type { Custody } from "./custody";
import { useCustodyTexts } from "./words";

export function Deposit({ custody }: { custody: Custody }) {
  const { say, language } = useCustodyTexts();
  return (
    <Card size="small" title={say("deposit")}>
      <Flex vertical gap={16}>
        <Typography.Text type="secondary">
          {say("depositSays", { percent: custody.deposit_percent })}
        </Typography.Text>
        <Facts
          facts={[
            {
              title: say("quarter", { day: shift(custody.quarter_ended_before, -1) }),
              value: money(custody.quarter_balance_minor, language),
            },
            {
              title: say("mustDeposit"),
              value: money(custody.deposit_minor, language),
              note: `${custody.deposit_percent}%`,
            },
          ]}
        />
        <Article text={custody.articles[0]} />
      </Flex>
    </Card>
  );
}

/** The article of law that a figure goes by. */
export function Article({ text }: { text: string | undefined }) {
  const { say } = useCustodyTexts();
  if (!text) return null;
  return (
    <Typography.Text>
      <Typography.Text type="secondary">{say("articles")}: </Typography.Text>
      <q lang="zh">{text}</q>
    </Typography.Text>
  );
}
