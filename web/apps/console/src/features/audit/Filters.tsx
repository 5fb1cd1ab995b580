/** Which act, whose, and in which days. */
import { api } from "@shuke/api";
import { inLanguage } from "@shuke/core";
import { Button, DatePicker, Flex, Select } from "antd";
import dayjs from "dayjs";
import { useDeferredValue, useState } from "react";
import { useSearchParams } from "react-router";
import { choiceOf, isChosen, withChoice } from "./entries";
import { useAuditTexts } from "./words";

const DAY = "YYYY-MM-DD";

export function Filters() {
  const { say } = useAuditTexts();
  const [params, setParams] = useSearchParams();
  const choice = choiceOf(params);
  const change = (changes: Partial<typeof choice>) => setParams((before) => withChoice(before, changes));
  const clear = () => change({ action: "", actor: "", subject: "", from: "", until: "" });
  return (
    <Flex gap={8} wrap>
      <ActionSelect value={choice.action} change={(action) => change({ action })} />
      <PersonSelect value={choice.actor} change={(actor) => change({ actor })} />
      <DatePicker.RangePicker
        aria-label={say("days")}
        value={choice.from && choice.until ? [dayjs(choice.from), dayjs(choice.until)] : null}
        onChange={(days) =>
          change({ from: days?.[0]?.format(DAY) ?? "", until: days?.[1]?.format(DAY) ?? "" })
        }
      />
      {isChosen(choice) && <Button onClick={clear}>{say("clear")}</Button>}
    </Flex>
  );
}

interface Chosen {
  value: string;
  change: (value: string) => void;
}

function ActionSelect({ value, change }: Chosen) {
  const { say, language } = useAuditTexts();
  const actions = api.useQuery(
    "get",
    "/api/staff/audit/actions",
    {},
    { staleTime: Number.POSITIVE_INFINITY },
  );
  const options = (actions.data ?? []).map((each) => ({
    value: each.code,
    label: inLanguage(each, language),
  }));
  return (
    <Select
      aria-label={say("action")}
      showSearch={{ optionFilterProp: "label" }}
      value={value}
      onChange={change}
      options={[{ value: "", label: say("anyAction") }, ...options]}
      loading={actions.isLoading}
      style={{ width: 220 }}
    />
  );
}

function PersonSelect({ value, change }: Chosen) {
  const { say } = useAuditTexts();
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text);
  const found = api.useQuery("get", "/api/staff/staff", {
    params: { query: { text: wanted, limit: 50 } },
  });
  const chosen = api.useQuery(
    "get",
    "/api/staff/staff/{staff_id}",
    { params: { path: { staff_id: value } } },
    { enabled: value !== "", staleTime: 300_000 },
  );
  const people = [...(found.data?.items ?? [])];
  if (chosen.data && !people.some(({ id }) => id === value)) people.unshift(chosen.data);
  return (
    <Select
      aria-label={say("person")}
      showSearch={{ filterOption: false, onSearch: setText }}
      value={value}
      onChange={change}
      options={[
        { value: "", label: say("anybody") },
        ...people.map(({ id, name, code }) => ({ value: id, label: `${name} (${code})` })),
      ]}
      loading={found.isFetching}
      style={{ width: 220 }}
    />
  );
}
