/** Which section of the page is shown, which act is being done and what is opened: all stand in the address. */
import { useSearchParams } from "react-router";

export const SECTIONS = [
  "overview",
  "balances",
  "receipts",
  "profile",
  "relations",
  "history",
  "care",
] as const;

export type Section = (typeof SECTIONS)[number];

export const ACTS = [
  "points",
  "coupon",
  "pack",
  "benefit",
  "gift",
  "value",
  "refund",
  "owner",
  "void",
  "profile",
  "consent",
  "tag",
  "contact",
  "merge",
  "copy",
  "erase",
] as const;

export type Act = (typeof ACTS)[number];

export function useSection() {
  const [params, setParams] = useSearchParams();
  const section = SECTIONS.find((each) => each === params.get("section")) ?? "overview";
  const show = (next: Section) =>
    setParams((before) => {
      const after = new URLSearchParams(before);
      for (const name of ["act", "of", "receipt"]) after.delete(name);
      if (next === "overview") after.delete("section");
      else after.set("section", next);
      return after;
    });
  return { section, show };
}

/** The act whose form is open, and what it is about (a coupon, the other member). */
export function useActing() {
  const [params, setParams] = useSearchParams();
  const set = (act: Act | null, of?: string) =>
    setParams((before) => {
      const after = new URLSearchParams(before);
      after.delete("act");
      after.delete("of");
      if (act) after.set("act", act);
      if (act && of) after.set("of", of);
      return after;
    });
  return {
    act: ACTS.find((each) => each === params.get("act")) ?? null,
    of: params.get("of"),
    open: (act: Act, of?: string) => set(act, of),
    close: () => set(null),
  };
}
