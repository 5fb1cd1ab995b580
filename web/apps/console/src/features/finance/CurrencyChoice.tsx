import { Select } from "antd";
import { CURRENCIES, type Currency } from "./currency";
import { useFinanceTexts } from "./words";

interface Props {
  value: Currency;
  onChange: (currency: Currency) => void;
}

export function CurrencyChoice({ value, onChange }: Props) {
  const { say } = useFinanceTexts();
  return (
    <Select
      aria-label={say("currency")}
      value={value}
      onChange={onChange}
      options={CURRENCIES.map((each) => ({ value: each, label: say(each) }))}
      style={{ width: 170 }}
    />
  );
}
