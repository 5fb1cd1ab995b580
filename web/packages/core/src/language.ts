/** The two languages of every surface; Chinese is the first. */
export type Language = "zh" | "en";

/** A name as the server gives it in both. */
export interface Named {
  zh: string;
  en: string;
}

export function inLanguage(name: Named, language: Language): string {
  return language === "zh" ? name.zh : name.en;
}

export function locale(language: Language): string {
  return language === "zh" ? "zh-CN" : "en";
}
