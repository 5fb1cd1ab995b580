/** The values of a change in words: money in yuan, stores and roles by name. */
import { type Language, money, quantity } from "@shuke/core";
import { useRoleName } from "../../kit/roles";
import { useSettings } from "../../kit/settings";
import { useEveryStore } from "../../kit/stores";

type Told = (value: unknown) => string;

export function useValueText(): (field: string, value: unknown) => string {
  const language = useSettings((settings) => settings.language);
  const role = useRoleName();
  const stores = useEveryStore();
  const kinds: readonly (readonly [RegExp, Told])[] = [
    [/_minor$/, (value) => money(Number(value), language)],
    [/_milli$/, (value) => quantity(Number(value), language)],
    [/store_id$/, (id) => stores.data?.find((each) => each.id === String(id))?.name ?? String(id)],
    [/^role$/, (value) => role(String(value))],
  ];
  return (field, value) => {
    if (isNothing(value)) return "–";
    const told = kinds.find(([pattern]) => pattern.test(field))?.[1];
    return told ? told(value) : plain(value, language);
  };
}

const YES = { zh: ["否", "是"], en: ["no", "yes"] } as const;

function plain(value: unknown, language: Language): string {
  if (typeof value === "boolean") return YES[language][value ? 1 : 0];
  if (Array.isArray(value))
    return value.map((each) => plain(each, language)).join(language === "zh" ? "、" : ", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}
