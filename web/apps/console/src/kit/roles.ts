/** The roles of the chain in both languages, as the glossary has them. */
import type { Shapes } from "@shuke/api";
import { texts } from "./texts";

export type Role = Shapes["Role"];

/** From the weightiest down. */
export const ROLES: readonly Role[] = [
  "owner",
  "hq",
  "regional",
  "store_manager",
  "guide",
  "cashier",
  "finance",
  "auditor",
];

export const CHAIN_ROLES: readonly Role[] = ["owner", "hq", "finance", "auditor"];

const useTexts = texts(
  "roles",
  {
    owner: "主理人",
    hq: "总部运营",
    regional: "区域经理",
    store_manager: "店长",
    guide: "导购",
    cashier: "收银员",
    finance: "财务",
    auditor: "审计",
  },
  {
    owner: "Owner",
    hq: "HQ operator",
    regional: "Regional manager",
    store_manager: "Store manager",
    guide: "Shopping guide",
    cashier: "Cashier",
    finance: "Finance",
    auditor: "Auditor",
  },
);

/** What a role is called; a code that is no role stays as it is. */
export function useRoleName(): (role: string) => string {
  const { say } = useTexts();
  return (role) => {
    const known = ROLES.find((each) => each === role);
    return known ? say(known) : role;
  };
}
