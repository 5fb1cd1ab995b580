/** A change of a balance: what of it is available, and what still waits or is held. */
import type { Shapes } from "@shuke/api";
import { Flex, Typography } from "antd";
import { useBalanceTexts } from "./words";

interface Props {
  change: Shapes["BalanceOut"];
  text: (amount: number) => string;
}

export function Change({ change, text }: Props) {
  const { say } = useBalanceTexts();
  const rest = (["pending", "held", "debt"] as const).filter((each) => change[each] !== 0);
  return (
    <Flex vertical align="flex-end">
      {(change.available !== 0 || rest.length === 0) && (
        <Typography.Text type={change.available < 0 ? "danger" : "success"}>
          {signed(change.available, text)}
        </Typography.Text>
      )}
      {rest.map((each) => (
        <Typography.Text key={each} type="secondary">
          {say(each)} {signed(change[each], text)}
        </Typography.Text>
      ))}
    </Flex>
  );
}

function signed(amount: number, text: (amount: number) => string): string {
  return amount > 0 ? `+${text(amount)}` : text(amount);
}
