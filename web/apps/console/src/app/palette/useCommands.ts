/** All that can be reached from anywhere: pages, stores, and the few acts of the shell itself. */
import { useMemo } from "react";
import { useNavigate } from "react-router";
import { useScope } from "../../kit/scope";
import { useSettings } from "../../kit/settings";
import { useEveryStore } from "../../kit/stores";
import { useMay, useMe, useSignOut } from "../../session/session";
import { menu } from "../menu";
import { useShellTexts } from "../words";
import type { Command } from "./match";
import { usePaletteTexts } from "./words";

export function useCommands(): Command[] {
  const pages = usePages();
  const stores = useStores();
  const acts = useActs();
  return useMemo(() => [...pages, ...acts, ...stores], [pages, acts, stores]);
}

function usePages(): Command[] {
  const { say, language } = useShellTexts();
  const { search } = useScope();
  const go = useNavigate();
  const groups = menu(useMay());
  return groups.flatMap(({ group, pages }) =>
    pages.map(({ path, entry }) => ({
      id: path,
      kind: "page" as const,
      label: entry[language],
      hint: say(group),
      names: [entry.zh, entry.en, say(group)],
      act: () => void go(`/${path}${search}`),
    })),
  );
}

function useStores(): Command[] {
  const { say } = usePaletteTexts();
  const { change } = useScope();
  const isForAll = useMe().grants?.some((grant) => grant.stores === null) ?? false;
  const { data = [] } = useEveryStore();
  const stores = data.map(({ id, code, name }) => ({
    id,
    kind: "store" as const,
    label: name,
    hint: code,
    names: [name, code],
    act: () => change({ store: id }),
  }));
  const whole = {
    id: "chain",
    kind: "store" as const,
    label: say("wholeChain"),
    hint: "",
    names: ["全部门店", "All stores"],
    act: () => change({ store: null }),
  };
  return isForAll ? [whole, ...stores] : stores;
}

function useActs(): Command[] {
  const { say } = useShellTexts();
  const { language, isDark, speak, darken } = useSettings();
  const signOut = useSignOut();
  const act = (id: string, label: string, names: string[], run: () => void): Command => ({
    id,
    kind: "act",
    label,
    hint: "",
    names: [label, ...names],
    act: run,
  });
  const other = language === "zh" ? "en" : "zh";
  return [
    act("language", say("otherLanguage"), ["语言", "language", "English", "中文"], () => speak(other)),
    act("dark", say(isDark ? "brighter" : "darker"), ["深色", "浅色", "dark", "light", "theme"], () =>
      darken(!isDark),
    ),
    act("out", say("signOut"), ["退出登录", "sign out", "log out"], () => void signOut()),
  ];
}
