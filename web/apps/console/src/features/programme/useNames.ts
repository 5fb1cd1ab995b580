/** What a rule's references are called: stores, goods, categories, levels, templates. Asked for once and kept. */
import { api } from "@shuke/api";
import { inLanguage, type Language, type Named } from "@shuke/core";
import { useCallback, useMemo } from "react";
import { useSettings } from "../../kit/settings";
import { isPart, type Json } from "./model/form";
import type { NameOf, Speaker } from "./model/speech";
import { useVersions, type Version } from "./rules";
import { useGoodsNames } from "./useGoods";

export interface Option {
  value: string | number;
  label: string;
}

const LONG = { staleTime: 300_000 };
const MOST = { params: { query: { limit: 200 } } };

const RULES_OF: Readonly<Record<string, string>> = {
  coupon: "coupons.template",
  benefit: "benefits.benefit",
  plan: "passes.plan",
  promotion: "promotions.rule",
};

const ROLES = {
  owner: { zh: "主理人", en: "Owner" },
  hq: { zh: "总部运营", en: "HQ operator" },
  regional: { zh: "区域经理", en: "Regional manager" },
  store_manager: { zh: "店长", en: "Store manager" },
  guide: { zh: "导购", en: "Shopping guide" },
  cashier: { zh: "收银员", en: "Cashier" },
};
const FIELDS = {
  phone: { zh: "手机号", en: "Phone" },
  name: { zh: "姓名", en: "Name" },
  gender: { zh: "性别", en: "Gender" },
  birthday: { zh: "生日", en: "Birthday" },
};
const CHANNELS = { store: { zh: "门店", en: "Store" }, online: { zh: "线上", en: "Online" } };
const FIXED: Readonly<Record<string, { [value: string]: Named }>> = {
  role: ROLES,
  profile_field: FIELDS,
  channel: CHANNELS,
};
const EVERYBODY = { zh: "不限", en: "Everybody" };

/** The choices for a unit, where they are few enough to list. */
export function useOptions(unit: string): Option[] {
  const language = useSettings((settings) => settings.language);
  const places = usePlaces(["store", "store_code", "funder"].includes(unit), unit);
  const brands = useBrands(["brand", "funder"].includes(unit));
  const categories = useCategories(["category", "top_category"].includes(unit), unit);
  const levels = useLevels(unit === "level", language);
  const rules = useRules(RULES_OF[unit], language);
  return useMemo(
    () => [...places, ...brands, ...categories, ...levels, ...rules, ...fixed(unit, language)],
    [places, brands, categories, levels, rules, unit, language],
  );
}

function fixed(unit: string, language: Language): Option[] {
  const among = FIXED[unit] ?? {};
  return Object.entries(among).map(([value, name]) => ({ value, label: inLanguage(name, language) }));
}

const NONE: Option[] = [];

function usePlaces(enabled: boolean, unit: string): Option[] {
  const { data } = api.useQuery("get", "/api/staff/stores", MOST, { ...LONG, enabled });
  return useMemo(() => {
    if (!enabled || !data) return NONE;
    return data.items.map((store) => ({
      value: unit === "store_code" ? store.code : store.id,
      label: `${store.code} ${store.name}`,
    }));
  }, [data, enabled, unit]);
}

function useBrands(enabled: boolean): Option[] {
  const { data } = api.useQuery("get", "/api/staff/catalog/brands", MOST, { ...LONG, enabled });
  return useMemo(
    () => (enabled && data ? data.items.map(({ id, name }) => ({ value: id, label: name })) : NONE),
    [data, enabled],
  );
}

function useCategories(enabled: boolean, unit: string): Option[] {
  const { data } = api.useQuery("get", "/api/staff/catalog/categories", MOST, { ...LONG, enabled });
  return useMemo(() => {
    if (!enabled || !data) return NONE;
    if (unit === "top_category") {
      return data.items.filter((each) => !each.parent_id).map(({ name }) => ({ value: name, label: name }));
    }
    return data.items.map(({ path }) => ({ value: path, label: pathText(path) }));
  }, [data, enabled, unit]);
}

/** 食品 › 乳品 of /食品/乳品/. */
export function pathText(path: string): string {
  return path.split("/").filter(Boolean).join(" › ");
}

function useLevels(enabled: boolean, language: Language): Option[] {
  const { data } = useVersions({ kind: "growth.tiers", standing: "in_force", limit: 1, enabled });
  return useMemo(() => {
    const levels = data?.pages[0]?.items[0]?.body.levels;
    if (!enabled) return NONE;
    const named = Array.isArray(levels) ? levels.flatMap((level: Json) => levelOption(level, language)) : [];
    return [{ value: 0, label: inLanguage(EVERYBODY, language) }, ...named];
  }, [data, enabled, language]);
}

function levelOption(level: Json, language: Language): Option[] {
  if (!isPart(level)) return [];
  return [{ value: Number(level.number), label: String(language === "zh" ? level.zh : level.en) }];
}

function useRules(kind: string | undefined, language: Language): Option[] {
  const { data } = useVersions({
    ...(kind ? { kind } : {}),
    standing: "in_force",
    limit: 200,
    enabled: kind !== undefined,
  });
  return useMemo(() => {
    if (kind === undefined || !data) return NONE;
    return data.pages.flatMap((page) =>
      page.items.map((each) => ({ value: each.key, label: titleOf(each, language) })),
    );
  }, [data, kind, language]);
}

/** What a keyed rule is called: by its own name in the reader's language, else by its code. */
export function titleOf({ body, key }: Pick<Version, "body" | "key">, language: Language): string {
  const own = language === "zh" ? [body.zh, body.name, body.en] : [body.en, body.name, body.zh];
  const name = own.find((each) => typeof each === "string" && each !== "");
  return name ? String(name) : key;
}

/** Speaks of a document with the names of all that it refers to. */
export function useSpeaker(...bodies: (Json | undefined)[]): Speaker {
  const language = useSettings((settings) => settings.language);
  const goods = useGoodsNames(bodies);
  const lists = {
    store: useOptions("store"),
    store_code: useOptions("store_code"),
    brand: useOptions("brand"),
    level: useOptions("level"),
    coupon: useOptions("coupon"),
    benefit: useOptions("benefit"),
    plan: useOptions("plan"),
    promotion: useOptions("promotion"),
    role: useOptions("role"),
    profile_field: useOptions("profile_field"),
    channel: useOptions("channel"),
    funder: useOptions("funder"),
  };
  const known = new Map(
    Object.entries(lists).flatMap(([unit, options]) =>
      options.map(({ value, label }) => [`${unit} ${value}`, label] as const),
    ),
  );
  const nameOf: NameOf = useCallback(
    (unit, value) => {
      if (unit === "category") return pathText(value);
      if (unit === "sku" || unit === "product") return goods.get(value);
      return known.get(`${unit} ${value}`);
    },
    [goods, known],
  );
  return { language, nameOf };
}
