import { caller, isProblem } from "@shuke/api";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ConfigProvider, App as Messages } from "antd";
import en from "antd/locale/en_GB";
import zh from "antd/locale/zh_CN";
import i18next from "i18next";
import { useEffect } from "react";
import { RouterProvider } from "react-router";
import { useSettings } from "../kit/settings";
import { startTexts } from "../kit/texts";
import { themeOf } from "../kit/theme";
import { noticeLoss } from "../session/session";
import { router } from "./router";

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: (thrown) => noticeLoss(thrown, queries) }),
  mutationCache: new MutationCache({ onError: (thrown) => noticeLoss(thrown, queries) }),
  defaultOptions: {
    queries: {
      refetchOnWindowFocus: false,
      retry: (failures, thrown) => !isProblem(thrown) && failures < 2,
    },
  },
});

startTexts(useSettings.getState().language);

export function App() {
  const { language, isDark } = useSettings();

  useEffect(() => {
    caller.language = language;
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.documentElement.style.colorScheme = isDark ? "dark" : "light";
    void i18next.changeLanguage(language);
    void queries.invalidateQueries();
  }, [language, isDark]);

  return (
    <ConfigProvider
      button={{ autoInsertSpace: false }}
      theme={themeOf(isDark)}
      locale={language === "zh" ? zh : en}
    >
      <Messages style={{ height: "100%" }}>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </Messages>
    </ConfigProvider>
  );
}
