/** How a webhook or a delivery stands, in a word. */
import { Tag } from "antd";
import type { Delivery, Hook } from "./hooks";
import { useHookTexts } from "./words";

const COLOURS: Record<Delivery["state"], string> = {
  sent: "success",
  waiting: "processing",
  given_up: "error",
};

export function HookState({ hook }: { hook: Hook }) {
  const { say } = useHookTexts();
  if (hook.state === "active") return <Tag color="success">{say("active")}</Tag>;
  const why = hook.why ? ` · ${say(hook.why)}` : "";
  return <Tag color={hook.why === "gave_up" ? "error" : "warning"}>{`${say("paused")}${why}`}</Tag>;
}

export function DeliveryState({ state }: Pick<Delivery, "state">) {
  const { say } = useHookTexts();
  return <Tag color={COLOURS[state]}>{say(state)}</Tag>;
}

/** What the latest try brought: the answer's status or why there was none. */
export function useAnswer(): (delivery: Delivery) => string {
  const { say } = useHookTexts();
  return ({ status, fault }) => {
    if (status !== null) return say("status", { status });
    return fault && fault !== "status" ? say(fault) : "–";
  };
}
