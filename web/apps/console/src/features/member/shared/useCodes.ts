/** The server's codes in the language that is spoken, and as the options of a choice. */
import { inLanguage } from "@shuke/core";
import { useSettings } from "../../../kit/settings";
import { type CodeGroup, codesOf, nameOf } from "./codes";

export function useCodes() {
  const language = useSettings((settings) => settings.language);
  const called = (group: CodeGroup, code: string) => inLanguage(nameOf(group, code), language);
  return {
    called,
    options: (group: CodeGroup) => codesOf(group).map((value) => ({ value, label: called(group, value) })),
  };
}
