/** Each feature brings its words in both languages; a word that lacks one does not compile. */
import type { Language } from "@shuke/core";
import i18next from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";

type Words = Record<string, string>;

export function startTexts(language: Language): void {
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: "zh",
    interpolation: { escapeValue: false },
    resources: {},
  });
}

/** Register a feature's words and return the hook that says them. */
export function texts<Z extends Words>(feature: string, zh: Z, en: { [K in keyof Z]: string }) {
  return function useTexts() {
    if (!i18next.hasResourceBundle("zh", feature)) {
      i18next.addResourceBundle("zh", feature, zh);
      i18next.addResourceBundle("en", feature, en);
    }
    const { t, i18n } = useTranslation(feature);
    const translate = t as unknown as (key: string, values?: Record<string, string | number>) => string;
    return {
      say: (key: keyof Z & string, values?: Record<string, string | number>) => translate(key, values),
      language: i18n.language as Language,
    };
  };
}
