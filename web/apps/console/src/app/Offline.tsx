/** Says that there is no network, for as long as there is none. */
import { Alert } from "antd";
import { useSyncExternalStore } from "react";
import { useShellTexts } from "./words";

export function Offline() {
  const { say } = useShellTexts();
  const isOnline = useSyncExternalStore(watch, () => navigator.onLine);
  return (
    <div role="status">{!isOnline && <Alert type="warning" banner showIcon title={say("offline")} />}</div>
  );
}

function watch(tell: () => void) {
  window.addEventListener("online", tell);
  window.addEventListener("offline", tell);
  return () => {
    window.removeEventListener("online", tell);
    window.removeEventListener("offline", tell);
  };
}
