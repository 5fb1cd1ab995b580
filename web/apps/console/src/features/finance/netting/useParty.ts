/** What a party of the netting is called: a store by its name, the pool and headquarters by theirs; a month is itself. */
import { useStores } from "../stores";
import { useNettingTexts } from "./words";

export function useParty(): (party: string) => string {
  const { say } = useNettingTexts();
  const stores = useStores();
  return (party) => {
    const [kind, code] = party.split(":");
    if (kind === "pool") return say("pool");
    if (kind === "chain") return say("chain");
    if (kind === "funder") return say("funder", { code: code ?? "" });
    return code ? stores.called(code) : party;
  };
}
