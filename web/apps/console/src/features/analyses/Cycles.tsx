/** How often one usually buys of each category; lifecycle and rhythm follow from it. */
import { FieldTimeOutlined } from "@ant-design/icons";
import { api, type Shapes } from "@shuke/api";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Drawer, Flex, InputNumber, Select, Skeleton, Typography } from "antd";
import { useState } from "react";
import { ProblemView, wordsOf } from "../../kit/Problem";
import { Table, WRAPPED } from "../../kit/Table";
import { useMay } from "../../session/session";
import { useAnalysisTexts } from "./words";

type Category = Shapes["CategoryOut"];

export function Cycles() {
  const { say } = useAnalysisTexts();
  const [isOpen, open] = useState(false);
  const may = useMay();
  if (!may("catalog.see")) return null;
  return (
    <>
      <Button icon={<FieldTimeOutlined />} onClick={() => open(true)}>
        {say("cycles")}
      </Button>
      <Drawer title={say("cycles")} open={isOpen} onClose={() => open(false)} size={560} destroyOnHidden>
        <Typography.Paragraph type="secondary">{say("cyclesSays")}</Typography.Paragraph>
        <List />
      </Drawer>
    </>
  );
}

function List() {
  const { say } = useAnalysisTexts();
  const asked = api.useQuery("get", "/api/staff/catalog/categories", { params: { query: { limit: 200 } } });
  if (asked.error) return <ProblemView thrown={asked.error} again={() => void asked.refetch()} />;
  if (!asked.data) return <Skeleton active />;
  return (
    <Table<Category>
      scroll={WRAPPED}
      stacks
      rowKey="id"
      pagination={false}
      dataSource={asked.data.items}
      columns={[
        {
          title: say("category"),
          render: (_, category) => (
            <span style={{ paddingInlineStart: 16 * (category.path.split("/").filter(Boolean).length - 1) }}>
              {category.name}
            </span>
          ),
        },
        { title: say("cycle"), width: 300, render: (_, category) => <Cycle category={category} /> },
      ]}
    />
  );
}

function Cycle({ category }: { category: Category }) {
  const { say } = useAnalysisTexts();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const mayChange = useMay()("catalog.change");
  const [unit, setUnit] = useState<"days" | "months">(category.cycle_months ? "months" : "days");
  const [length, setLength] = useState(category.cycle_months ?? category.cycle_days);
  const change = api.useMutation("put", "/api/staff/catalog/categories/{category_id}/cycle", {
    onSuccess: () => {
      void message.success(say("saved"));
      void queries.invalidateQueries();
    },
    onError: (thrown) => void message.error(wordsOf(thrown, "")),
  });
  const save = () =>
    change.mutate({
      params: { path: { category_id: category.id } },
      body: length ? { [unit]: length } : {},
    });
  return (
    <Flex gap={8}>
      <InputNumber
        aria-label={`${category.name} ${say("cycle")}`}
        value={length}
        onChange={setLength}
        min={1}
        max={unit === "days" ? 3_660 : 120}
        placeholder={say("inherited")}
        disabled={!mayChange}
        style={{ width: 110 }}
      />
      <Select
        aria-label={`${category.name} ${say("days")} / ${say("months")}`}
        value={unit}
        onChange={setUnit}
        disabled={!mayChange}
        options={[
          { value: "days", label: say("days") },
          { value: "months", label: say("months") },
        ]}
        style={{ width: 90 }}
      />
      {mayChange && (
        <Button onClick={save} loading={change.isPending}>
          {say("save")}
        </Button>
      )}
    </Flex>
  );
}
