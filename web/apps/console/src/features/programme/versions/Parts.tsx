/** Small things that all pages of the programme show: standings, people, days. */
import { inLanguage, type Language } from "@shuke/core";
import { Badge } from "antd";
import type { Kind, Standing, Version } from "../rules";
import { useProgrammeTexts } from "../words";

const DOTS = {
  in_force: "success",
  coming: "processing",
  draft: "warning",
  past: "default",
  withdrawn: "default",
} as const;

export function StandingTag({ standing }: { standing: Standing }) {
  const { say } = useProgrammeTexts();
  return <Badge status={DOTS[standing]} text={say(standing)} style={{ whiteSpace: "nowrap" }} />;
}

/** When a moment was, to the minute, in the reader's way. */
export function momentText(moment: string, language: Language): string {
  return new Date(moment).toLocaleString(language === "zh" ? "zh-CN" : "en-GB", {
    dateStyle: "medium",
    timeStyle: "short",
  });
}

/** Who proposed and approved; what the system laid down has nobody's name. */
export function usePeople() {
  const { say } = useProgrammeTexts();
  return (name: string) => name || say("system");
}

export function useSpan() {
  const { say } = useProgrammeTexts();
  return ({ effective_from: from, until }: Pick<Version, "effective_from" | "until">) =>
    until ? say("spanTo", { from, until }) : say("spanFrom", { from });
}

export function kindName(kind: Pick<Kind, "zh" | "en"> | undefined, language: Language): string {
  return kind ? inLanguage(kind, language) : "";
}
