/** What a person has set for this browser: language, darkness, a folded menu. It survives a reload; nothing personal is in it. */
import type { Language } from "@shuke/core";
import { create } from "zustand";
import { persist } from "zustand/middleware";

interface Settings {
  language: Language;
  isDark: boolean;
  isFolded: boolean;
  speak: (language: Language) => void;
  darken: (isDark: boolean) => void;
  fold: (isFolded: boolean) => void;
}

export const useSettings = create<Settings>()(
  persist(
    (set) => ({
      language: navigator.language.startsWith("zh") ? "zh" : "en",
      isDark: matchMedia("(prefers-color-scheme: dark)").matches,
      isFolded: false,
      speak: (language) => set({ language }),
      darken: (isDark) => set({ isDark }),
      fold: (isFolded) => set({ isFolded }),
    }),
    { name: "shuke.settings" },
  ),
);
