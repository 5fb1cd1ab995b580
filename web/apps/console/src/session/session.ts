/** Who is signed in and what they may. */
import { api, caller, isProblem, type Shapes, staff } from "@shuke/api";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { create } from "zustand";

export type Me = Shapes["Me"];

const SESSION = ["get", "/api/staff/session", {}] as const;

/** The session; while nobody is signed in, `signed_in` is false. */
export function useSession() {
  const asked = api.useQuery("get", "/api/staff/session", {}, { staleTime: 60_000, retry: 1 });
  if (asked.data) caller.csrf = asked.data.csrf_token;
  return asked;
}

/** Who works here; only to be asked where somebody is signed in. */
export function useMe(): Me {
  const { data } = useSession();
  if (!data) throw new Error("nobody is signed in");
  return data;
}

/** Whether the person has the right of that name, as the server declares rights. */
export function useMay(): (right: string) => boolean {
  const me = useMe();
  return (right) => me.may?.includes(right) ?? false;
}

/** Whether the session ended by itself, so that the sign-in page can say why it is there. */
export const useExpiry = create<{ hasExpired: boolean }>()(() => ({ hasExpired: false }));

export function useSignOut() {
  const begin = useBeginning();
  return async () => {
    await staff.DELETE("/api/staff/session");
    await begin();
  };
}

/** Begin anew after signing in or out: nothing that was fetched for one person is shown to another. */
export function useBeginning() {
  const queries = useQueryClient();
  return async () => {
    useExpiry.setState({ hasExpired: false });
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[1] !== SESSION[1] });
    await queries.invalidateQueries({ queryKey: SESSION });
  };
}

/** The server no longer knows who asks: look at the session again, so that the gate asks for a sign-in in its place. */
export function noticeLoss(thrown: unknown, queries: QueryClient): void {
  if (!isProblem(thrown) || thrown.code !== "auth.not_signed_in") return;
  useExpiry.setState({ hasExpired: true });
  void queries.invalidateQueries({ queryKey: SESSION });
}
