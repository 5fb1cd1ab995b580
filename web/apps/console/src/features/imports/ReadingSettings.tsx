/** What goes for the whole file: content, mapping, store, how dates and amounts are written. */
import { api } from "@shuke/api";
import { Form, Select } from "antd";
import { AMOUNTS, KINDS } from "./fields";
import { type Draft, draftOf, type Guess } from "./mapping";
import { useImportTexts } from "./words";

const GRID = { display: "grid", gridTemplateColumns: "repeat(auto-fill, minmax(240px, 1fr))", gap: 12 };

interface Props {
  guess: Guess;
  draft: Draft;
  change: (draft: Draft) => void;
}

export function ReadingSettings({ guess, draft, change }: Props) {
  const { say } = useImportTexts();
  const ready = api.useQuery("get", "/api/staff/imports/mappings", {}, { staleTime: 300_000 });
  return (
    <Form layout="vertical" style={GRID}>
      <One
        label={say("kind")}
        value={draft.kind}
        values={KINDS.map((kind) => [kind, say(kind)])}
        onChange={(kind) => change({ ...draftOf(guess, kind), ready: draft.ready })}
      />
      <One
        label={say("ready")}
        value={draft.ready}
        values={[
          ["", say("ownMapping")],
          ...(ready.data ?? []).map((name): [string, string] => [name, name]),
        ]}
        onChange={(name) => change({ ...draft, ready: name })}
      />
      {!draft.ready && <Own draft={draft} change={change} />}
    </Form>
  );
}

function Own({ draft, change }: Omit<Props, "guess">) {
  const { say } = useImportTexts();
  const hasAmounts = Object.keys(draft.fed).some((field) => [...AMOUNTS].some((each) => each === field));
  return (
    <>
      {(draft.kind === "receipts" || draft.kind === "members") && !draft.fed.store && (
        <OneStore draft={draft} change={change} />
      )}
      {draft.kind === "receipts" && draft.fed.member && (
        <One
          label={say("memberBy")}
          value={draft.memberBy}
          values={(["phone", "card", "legacy_id"] as const).map((each) => [each, say(`f_${each}`)])}
          onChange={(memberBy) => change({ ...draft, memberBy })}
        />
      )}
      <One
        label={say("dateOrder")}
        value={draft.dateOrder}
        values={[
          ["", say("byItself")],
          ...(["ymd", "dmy", "mdy"] as const).map((each): ["ymd" | "dmy" | "mdy", string] => [
            each,
            say(each),
          ]),
        ]}
        onChange={(dateOrder) => change({ ...draft, dateOrder })}
      />
      {hasAmounts && (
        <One
          label={say("unit")}
          value={draft.unit}
          values={(["yuan", "fen"] as const).map((each) => [each, say(each)])}
          onChange={(unit) => change({ ...draft, unit })}
        />
      )}
    </>
  );
}

function OneStore({ draft, change }: Omit<Props, "guess">) {
  const { say } = useImportTexts();
  const stores = api.useQuery(
    "get",
    "/api/staff/stores",
    { params: { query: { limit: 200 } } },
    { staleTime: 300_000 },
  );
  const known = (stores.data?.items ?? []).map(({ code, name }): [string, string] => [
    code,
    `${code} ${name}`,
  ]);
  return (
    <One
      label={say("oneStore")}
      value={draft.store}
      values={[["", say(draft.kind === "members" ? "headquarters" : "chooseStore")], ...known]}
      onChange={(store) => change({ ...draft, store })}
    />
  );
}

interface OneProps<V extends string> {
  label: string;
  value: V;
  values: [V, string][];
  onChange: (value: V) => void;
}

function One<V extends string>({ label, value, values, onChange }: OneProps<V>) {
  return (
    <Form.Item label={label} style={{ margin: 0 }}>
      <Select<V>
        aria-label={label}
        showSearch={{ optionFilterProp: "label" }}
        value={value}
        onChange={onChange}
        options={values.map(([each, text]) => ({ value: each, label: text }))}
        popupMatchSelectWidth={false}
        style={{ width: "100%" }}
      />
    </Form.Item>
  );
}
