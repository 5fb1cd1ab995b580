import { inLanguage } from "@shuke/core";
import type { Delivery } from "./hooks";
import { useKinds } from "./KindsPicker";
import { useHookTexts } from "./words";

/** What the events are called; the test has no row among them. */
export function useKindName(): (kind: Delivery["kind"]) => string {
  const { say, language } = useHookTexts();
  const { data } = useKinds();
  return (kind) => {
    const found = data?.find((each) => each.kind === kind);
    return found ? inLanguage(found.name, language) : kind === "webhooks.ping" ? say("pingKind") : "";
  };
}
