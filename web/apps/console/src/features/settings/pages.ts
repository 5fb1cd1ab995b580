import type { Page } from "../../kit/pages";

export const pages: readonly Page[] = [
  {
    path: "settings/privacy",
    load: () => import("./privacy/PrivacyPage"),
    obeys: [],
    entry: { group: "settings", zh: "个人信息与告知", en: "Privacy", right: "privacy.see" },
  },
  {
    path: "settings/system",
    load: () => import("./system/SystemPage"),
    obeys: [],
    entry: { group: "settings", zh: "系统状态", en: "System", right: "system.see" },
  },
  {
    path: "settings/tokens",
    load: () => import("./tokens/TokensPage"),
    obeys: [],
    entry: { group: "settings", zh: "API 令牌", en: "API tokens", right: "own.tokens" },
  },
  {
    path: "settings/account",
    load: () => import("./account/AccountPage"),
    obeys: [],
    entry: { group: "settings", zh: "我的账号", en: "My account", right: "own.sign_in" },
  },
];
