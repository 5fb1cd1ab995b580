/** How often members are expected to buy from a category: its own word, or that of the nearest above. */
import { api } from "@shuke/api";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Card, Form, InputNumber, Radio } from "antd";
import { useState } from "react";
import { Ask, useNeeded } from "../../kit/Ask";
import { useMay } from "../../session/session";
import { type Category, cycleOf } from "./cycles";
import { useCatalogTexts } from "./words";

interface Filled {
  unit: "days" | "months" | "none";
  count?: number;
}

export function CycleCard({ category, categories }: { category: Category; categories: readonly Category[] }) {
  const { say } = useCatalogTexts();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const needed = useNeeded();
  const [isOpen, open] = useState(false);
  const isAble = useMay()("catalog.change");
  const cycle = cycleOf(category.id, categories);
  const set = api.useMutation("put", "/api/staff/catalog/categories/{category_id}/cycle", {
    onSuccess: () => {
      open(false);
      void message.success(say("saved"));
      void queries.invalidateQueries({ queryKey: ["get", "/api/staff/catalog/categories"] });
    },
  });
  const send = ({ unit, count = 1 }: Filled) =>
    set.mutate({
      params: { path: { category_id: category.id } },
      body: { days: unit === "days" ? count : null, months: unit === "months" ? count : null },
    });
  const change = (
    <Button size="small" onClick={() => open(true)}>
      {say("setCycle")}
    </Button>
  );
  return (
    <Card size="small" title={say("ofCategory", { name: category.name })} extra={isAble && change}>
      <CycleText cycle={cycle} />
      <Ask<Filled>
        title={say("setCycle")}
        isOpen={isOpen}
        isBusy={set.isPending}
        error={set.error}
        initial={cycle?.isOwn ? { unit: cycle.unit, count: cycle.count } : { unit: "days" }}
        close={() => open(false)}
        send={send}
      >
        <Form.Item name="unit" label={say("cycle")}>
          <Radio.Group
            options={[
              { value: "days", label: say("unitDays") },
              { value: "months", label: say("unitMonths") },
              { value: "none", label: say("unitNone") },
            ]}
          />
        </Form.Item>
        <Form.Item noStyle dependencies={["unit"]}>
          {({ getFieldValue }) =>
            getFieldValue("unit") !== "none" && (
              <Form.Item name="count" label={say("every")} rules={needed}>
                <InputNumber min={1} max={getFieldValue("unit") === "months" ? 120 : 3660} precision={0} />
              </Form.Item>
            )
          }
        </Form.Item>
      </Ask>
    </Card>
  );
}

function CycleText({ cycle }: { cycle: ReturnType<typeof cycleOf> }) {
  const { say } = useCatalogTexts();
  if (!cycle) return say("unset");
  const { count, unit, isOwn } = cycle;
  if (!isOwn) return say("inherited", { cycle: say(unit, { count }) });
  return say(unit === "days" ? "ownDays" : "ownMonths", { count });
}
