/** The values of a filter: several that the server offers by name, or two ends. */
import { api } from "@shuke/api";
import { inLanguage } from "@shuke/core";
import { DatePicker, Flex, Input, Select } from "antd";
import dayjs from "dayjs";
import { useDeferredValue, useState } from "react";
import { useCalled } from "./called";
import type { Filter, GroupField } from "./cut";
import { useBuilderTexts } from "./words";

const DAY = "YYYY-MM-DD";
/** Stands for a value that is not filled in: a select holds texts only. */
const NOTHING = "\u0000";

interface Props {
  filter: Filter;
  put: (filter: Filter) => void;
}

export function FilterValues({ filter, put }: Props) {
  const { say, language } = useBuilderTexts();
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text);
  const { called, learn } = useCalled();
  const offered = api.useQuery(
    "get",
    "/api/staff/report-fields/{field}/values",
    { params: { path: { field: filter.field }, query: { text: wanted } } },
    { staleTime: 300_000 },
  );
  const found = (offered.data ?? []).map((each) => ({
    value: each.value,
    label: inLanguage(each, language),
  }));
  const known = new Set(found.map(({ value }) => value));
  const chosen = filter.values.map((value) => value ?? NOTHING);
  const others = chosen.filter((value) => value !== NOTHING && !known.has(value));
  return (
    <Select<string[]>
      mode="multiple"
      aria-label={say("values")}
      placeholder={say("values")}
      value={chosen}
      onChange={(values) => {
        learn(filter.field, found);
        put({ ...filter, values: values.map((value) => (value === NOTHING ? null : value)) });
      }}
      showSearch={{ filterOption: false, onSearch: setText }}
      loading={offered.isFetching}
      notFoundContent={say("noValue")}
      maxTagCount="responsive"
      options={[
        ...found,
        ...others.map((value) => ({ value, label: called(filter.field, value) })),
        { value: NOTHING, label: say("nothing") },
      ]}
      style={{ width: "100%" }}
    />
  );
}

export function FilterEnds({ field, filter, put }: Props & { field: GroupField | undefined }) {
  const { say } = useBuilderTexts();
  const [from, to] = filter.values;
  if (field?.unit === "date") {
    return (
      <DatePicker.RangePicker
        value={from && to ? [dayjs(from), dayjs(to)] : null}
        onChange={(days) => {
          const ends = (days ?? []).flatMap((day) => (day ? [day.format(DAY)] : []));
          put({ ...filter, op: "between", values: ends });
        }}
      />
    );
  }
  const end = (place: 0 | 1, value: string) => {
    const ends = [from ?? "", to ?? ""];
    ends[place] = value.trim();
    put({ ...filter, values: ends });
  };
  return (
    <Flex gap={8} align="center">
      <Input
        aria-label={say("from")}
        placeholder={say("from")}
        value={from ?? ""}
        onChange={(event) => end(0, event.target.value)}
      />
      –
      <Input
        aria-label={say("to")}
        placeholder={say("to")}
        value={to ?? ""}
        onChange={(event) => end(1, event.target.value)}
      />
    </Flex>
  );
}
