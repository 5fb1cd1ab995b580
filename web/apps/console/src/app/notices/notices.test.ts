import { describe, expect, it } from "vitest";
import { addressOf, latestOf, type Notice, pauseFor, percentOf } from "./notices";
import { agoOf } from "./words";

const notice = (more: Partial<Notice>): Notice => ({
  kind: "import",
  id: "7",
  state: "done",
  what: "members",
  key: "",
  at: "2026-03-10T06:00:00Z",
  done: 0,
  total: null,
  is_new: true,
  ...more,
});

const page = (path: string) => ({ path, load: () => Promise.reject() });

describe("the bell", () => {
  it("asks soon while something is on its way, and ever more rarely while no answer comes", () => {
    const calm = { unread: 0, items: [notice({})] };
    const busy = { unread: 0, items: [notice({ state: "running" })] };
    expect(pauseFor(busy, 0)).toBeLessThan(pauseFor(calm, 0));
    expect(pauseFor(calm, 1)).toBeGreaterThan(pauseFor(calm, 0));
    expect(pauseFor(undefined, 99)).toBe(pauseFor(undefined, 98));
  });

  it("says how far a work is only where it is known how much there is", () => {
    expect(percentOf(notice({ done: 5, total: 20 }))).toBe(25);
    expect(percentOf(notice({ done: 20, total: 20 }))).toBe(99);
    expect(percentOf(notice({ done: 20 }))).toBeNull();
  });

  it("leads to the thing itself, or nowhere where there is no page", () => {
    expect(addressOf(notice({}), [page("imports/:importId")])).toBe("/imports/7");
    expect(addressOf(notice({ kind: "job" }), [page("imports/:importId")])).toBeNull();
  });

  it("has shown all up to the latest that has ended", () => {
    const items = [
      notice({ at: "2026-03-10T06:00:00Z" }),
      notice({ at: "2026-03-10T08:00:00+01:00" }),
      notice({ at: "2026-03-11T06:00:00Z", state: "running" }),
    ];
    expect(latestOf({ unread: 2, items })).toBe("2026-03-10T08:00:00+01:00");
    expect(latestOf({ unread: 0, items: [] })).toBeNull();
  });

  it("tells how long ago in the largest unit that fits", () => {
    const now = Date.parse("2026-03-10T09:30:00Z");
    expect(agoOf("2026-03-10T06:00:00Z", "en", now)).toBe("3 hours ago");
    expect(agoOf("2026-03-09T06:00:00Z", "zh", now)).toBe("昨天");
    expect(agoOf("2026-03-10T09:29:50Z", "zh", now)).toBe("现在");
  });
});
