/** The receipt that is opened beside the page; it stands in the address. */
import { useSearchParams } from "react-router";

export function useOpenReceipt() {
  const [params, setParams] = useSearchParams();
  const set = (receiptId: string | null) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      if (receiptId) next.set("receipt", receiptId);
      else next.delete("receipt");
      return next;
    });
  return { opened: params.get("receipt"), open: set, close: () => set(null) };
}
