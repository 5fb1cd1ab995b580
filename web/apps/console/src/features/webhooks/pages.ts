import type { Page } from "../../kit/pages";

export const pages: readonly Page[] = [
  {
    path: "settings/webhooks",
    load: () => import("./WebhooksPage"),
    obeys: [],
    entry: { group: "settings", zh: "Webhook 回调", en: "Webhooks", right: "webhooks" },
  },
  {
    path: "settings/webhooks/:hookId",
    load: () => import("./WebhookPage"),
    obeys: [],
  },
];
