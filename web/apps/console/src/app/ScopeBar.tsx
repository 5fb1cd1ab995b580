/** Store, view and days: chosen once, obeyed by every page. */
import { api } from "@shuke/api";
import type { PeriodName } from "@shuke/core";
import { Select, Space } from "antd";
import { lazy, Suspense } from "react";
import { useScope } from "../kit/scope";
import { useMe } from "../session/session";
import { useShellTexts } from "./words";

const OwnDays = lazy(() => import("./OwnDays"));

const PERIODS: readonly PeriodName[] = ["week", "month", "lastMonth", "quarter", "year"];

export function ScopeBar() {
  const { say } = useShellTexts();
  const scope = useScope();
  return (
    <Space wrap>
      <StoreSelect />
      <Select
        aria-label={say("view")}
        value={scope.view}
        onChange={(view) => scope.change({ view })}
        options={[
          { value: "owner", label: say("owner") },
          { value: "seller", label: say("seller") },
        ]}
        style={{ width: 150 }}
      />
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
        style={{ width: 140 }}
      />
      {!scope.named && (
        <Suspense>
          <OwnDays />
        </Suspense>
      )}
    </Space>
  );
}

function StoreSelect() {
  const { say } = useShellTexts();
  const scope = useScope();
  const me = useMe();
  const stores = api.useQuery(
    "get",
    "/api/staff/stores",
    { params: { query: { limit: 200 } } },
    { staleTime: 300_000 },
  );
  const isForAll = me.grants?.some((grant) => grant.stores === null) ?? false;
  const options = (stores.data?.items ?? []).map((store) => ({
    value: store.id,
    label: `${store.code} ${store.name}`,
  }));
  return (
    <Select
      aria-label={say("store")}
      showSearch={{ optionFilterProp: "label" }}
      value={scope.storeId ?? (isForAll ? "" : (options[0]?.value ?? ""))}
      onChange={(store: string) => scope.change({ store: store || null })}
      options={isForAll ? [{ value: "", label: say("wholeChain") }, ...options] : options}
      style={{ width: 190 }}
      loading={stores.isLoading}
    />
  );
}
