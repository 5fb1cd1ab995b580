/** What the report is narrowed to: a field, how it is meant, and values that the server offers. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { inLanguage } from "@shuke/core";
import { Button, Flex, Grid, Select } from "antd";
import type { Cut, Fields, Filter } from "./cut";
import { FilterEnds, FilterValues } from "./FilterValues";
import { useBuilderTexts } from "./words";

const MOST = 12;

interface Props {
  fields: Fields;
  cut: Cut;
  change: (changes: Partial<Cut>) => void;
}

export function Filters({ fields, cut, change }: Props) {
  const { say } = useBuilderTexts();
  const put = (place: number, filter: Filter | null) =>
    change({ filters: cut.filters.flatMap((each, nth) => (nth === place ? (filter ?? []) : each)) });
  return (
    <Flex vertical gap={8}>
      {cut.filters.map((filter, place) => (
        <FilterRow
          // biome-ignore lint/suspicious/noArrayIndexKey: two filters may be alike, and their place is their identity
          key={place}
          fields={fields}
          filter={filter}
          put={(next) => put(place, next)}
        />
      ))}
      {cut.filters.length < MOST && (
        <div>
          <Button
            size="small"
            type="dashed"
            icon={<PlusOutlined />}
            onClick={() => change({ filters: [...cut.filters, { field: "store", op: "in", values: [] }] })}
          >
            {say("addFilter")}
          </Button>
        </div>
      )}
    </Flex>
  );
}

interface RowProps {
  fields: Fields;
  filter: Filter;
  put: (filter: Filter | null) => void;
}

function FilterRow({ fields, filter, put }: RowProps) {
  const { say, language } = useBuilderTexts();
  const isWide = Grid.useBreakpoint().sm ?? true;
  const field = fields.groups.find((each) => each.name === filter.field);
  const ways = [
    { value: "in" as const, label: say("is") },
    { value: "not_in" as const, label: say("isNot") },
    ...(field?.is_ranged ? [{ value: "between" as const, label: say("between") }] : []),
  ];
  const isRanged = filter.op === "between" || field?.unit === "date";
  return (
    <Flex gap={8} wrap>
      <Select
        aria-label={say("field")}
        showSearch={{ optionFilterProp: "label" }}
        value={filter.field}
        onChange={(name: string) => put({ field: name, ...begun(fields, name) })}
        options={fields.groups.map((each) => ({ value: each.name, label: inLanguage(each, language) }))}
        style={{ width: 150 }}
      />
      <Select
        aria-label={`${say("filters")}: ${field ? inLanguage(field, language) : ""}`}
        value={filter.op}
        onChange={(op) => put({ ...filter, op, values: [] })}
        options={field?.unit === "date" ? ways.slice(-1) : ways}
        style={{ width: 110 }}
      />
      <div style={{ flex: isWide ? 1 : "1 1 70%", minWidth: 160 }}>
        {isRanged ? (
          <FilterEnds field={field} filter={filter} put={put} />
        ) : (
          <FilterValues filter={filter} put={put} />
        )}
      </div>
      <Button
        type="text"
        icon={<DeleteOutlined />}
        aria-label={say("dropFilter")}
        onClick={() => put(null)}
      />
    </Flex>
  );
}

/** A day lies between two; everything else is one of several. */
function begun(fields: Fields, name: string): Pick<Filter, "op" | "values"> {
  const isDay = fields.groups.some((each) => each.name === name && each.unit === "date");
  return { op: isDay ? "between" : "in", values: [] };
}
