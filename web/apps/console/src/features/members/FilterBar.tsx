/** The conditions of the list as chips that can be taken away, a search by number, and the way to more conditions. */
import { FilterOutlined } from "@ant-design/icons";
import { Button, Flex, Input, Tag } from "antd";
import { lazy, Suspense, useState } from "react";
import { useSearchParams } from "react-router";
import type { Choices } from "./choices";
import { type Filter, isEmpty, withFilter, without } from "./filter";
import type { Part } from "./said";
import { useMemberTexts } from "./words";

const FilterDrawer = lazy(() => import("./FilterDrawer"));

interface Props {
  filter: Filter;
  parts: readonly Part[];
  choices: Choices;
}

export function FilterBar({ filter, parts, choices }: Props) {
  const { say } = useMemberTexts();
  const [isOpen, open] = useState(false);
  const change = useFilterChange();
  return (
    <Flex gap={8} align="center" wrap style={{ marginBottom: 4 }}>
      <Input.Search
        key={filter.text ?? ""}
        defaultValue={filter.text ?? ""}
        onSearch={(text) => change({ ...filter, text: text.trim() })}
        placeholder={say("search")}
        aria-label={say("search")}
        allowClear
        style={{ width: 230 }}
      />
      <Button icon={<FilterOutlined />} onClick={() => open(true)}>
        {say("filter")}
      </Button>
      {parts.map((part) => (
        <Tag
          key={part.text}
          closable={{ "aria-label": say("remove", { part: part.text }) }}
          onClose={(event) => {
            event.preventDefault();
            change(without(filter, part.marks));
          }}
          style={{ margin: 0, padding: "4px 8px", whiteSpace: "normal" }}
        >
          {part.text}
        </Tag>
      ))}
      {!isEmpty(filter) && (
        <Button type="link" size="small" onClick={() => change({})}>
          {say("reset")}
        </Button>
      )}
      {isOpen && (
        <Suspense>
          <FilterDrawer
            filter={filter}
            choices={choices}
            onApply={(next) => {
              open(false);
              change(next);
            }}
            onClose={() => open(false)}
          />
        </Suspense>
      )}
    </Flex>
  );
}

export function useFilterChange(): (filter: Filter) => void {
  const [, setParams] = useSearchParams();
  return (filter) => setParams((before) => withFilter(before, filter));
}
