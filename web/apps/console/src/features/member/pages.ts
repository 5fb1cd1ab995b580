import type { Page } from "../../kit/pages";

export const pages: readonly Page[] = [
  { path: "members/:memberId", load: () => import("./MemberPage"), obeys: [] },
];
