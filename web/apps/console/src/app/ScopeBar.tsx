/** Store, view and days: chosen once, obeyed by every page. A page that does not depend on one does not show it. */
import type { PeriodName } from "@shuke/core";
import { Select } from "antd";
import { lazy, Suspense } from "react";
import type { Obeyed } from "../kit/pages";
import { useScope } from "../kit/scope";
import { useEveryStore } from "../kit/stores";
import { useIsForAll } from "./StoreFirst";
import { useShellTexts } from "./words";

const OwnDays = lazy(() => import("./OwnDays"));

const PERIODS: readonly PeriodName[] = ["week", "month", "lastMonth", "quarter", "year"];

export function ScopeBar({ obeys }: { obeys: readonly Obeyed[] }) {
  const { named } = useScope();
  return (
    <div className="head-scope">
      {obeys.includes("store") && <StoreSelect />}
      {obeys.includes("view") && <ViewSelect />}
      {obeys.includes("days") && <DaysSelect />}
      {obeys.includes("days") && !named && (
        <Suspense>
          <OwnDays />
        </Suspense>
      )}
    </div>
  );
}

function ViewSelect() {
  const { say } = useShellTexts();
  const scope = useScope();
  return (
    <Select
      aria-label={say("view")}
      value={scope.view}
      onChange={(view) => scope.change({ view })}
      options={[
        { value: "owner", label: say("owner") },
        { value: "seller", label: say("seller") },
      ]}
      style={{ width: 144 }}
    />
  );
}

function DaysSelect() {
  const { say } = useShellTexts();
  const scope = useScope();
  return (
    <Select
      aria-label={say("days")}
      value={scope.named ?? "own"}
      onChange={(name: string) => {
        if (name === "own") scope.change({ from: scope.period.from, to: scope.period.to, period: null });
        else scope.change({ period: name, from: null, to: null });
      }}
      options={[
        ...PERIODS.map((name) => ({ value: name, label: say(name) })),
        { value: "own", label: say("own") },
      ]}
      style={{ width: 164 }}
    />
  );
}

function StoreSelect() {
  const { say } = useShellTexts();
  const { storeId, change } = useScope();
  const isForAll = useIsForAll();
  const stores = useEveryStore();
  const first = stores.data?.[0]?.id;
  const options = (stores.data ?? []).map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }));
  return (
    <Select
      aria-label={say("store")}
      showSearch={{ optionFilterProp: "label" }}
      value={storeId ?? (isForAll ? "" : (first ?? null))}
      onChange={(store: string) => change({ store: store || null })}
      options={isForAll ? [{ value: "", label: say("wholeChain") }, ...options] : options}
      popupMatchSelectWidth={260}
      style={{ width: 190 }}
      loading={stores.isLoading}
    />
  );
}
