import { describe, expect, it } from "vitest";
import { type Delivery, grouped, isMoving, type Kind, readable, tookText } from "./hooks";

const kind = (name: Kind["kind"], zh: string): Kind => ({
  kind: name,
  group: { zh, en: zh },
  name: { zh: name, en: name },
  tells: [],
});

const delivery = (more: Partial<Delivery>): Delivery => ({
  id: "1",
  hook_id: "2",
  kind: "members.enrolled",
  occurred_at: "2026-03-10T06:00:00Z",
  state: "waiting",
  attempts: 0,
  status: null,
  fault: null,
  took_ms: null,
  tried_at: null,
  next_at: "2026-03-10T06:00:00Z",
  ...more,
});

describe("webhooks", () => {
  it("puts kinds under their heads in the order told", () => {
    const told = grouped([
      kind("sales.recorded", "交易"),
      kind("members.enrolled", "会员"),
      kind("sales.retracted", "交易"),
    ]);
    expect(told.map(({ head, kinds }) => [head.zh, kinds.length])).toEqual([
      ["交易", 2],
      ["会员", 1],
    ]);
  });

  it("asks again soon only while something is about to be sent", () => {
    const now = Date.parse("2026-03-10T06:00:30Z");
    expect(isMoving(delivery({}), now)).toBe(true);
    expect(isMoving(delivery({ next_at: "2026-03-10T08:00:00Z" }), now)).toBe(false);
    expect(isMoving(delivery({ state: "sent", next_at: null }), now)).toBe(false);
  });

  it("shows a body for people, and what is none as it is", () => {
    expect(readable('{"id":"1"}')).toBe('{\n  "id": "1"\n}');
    expect(readable("nonsense")).toBe("nonsense");
  });

  it("tells how long a call took", () => {
    expect([tookText(null), tookText(340), tookText(2100)]).toEqual(["–", "340 ms", "2.1 s"]);
  });
});
