/** Who is signed in and what they may. */
import { api, caller, type Shapes, staff } from "@shuke/api";
import { useQueryClient } from "@tanstack/react-query";

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

export function useSignOut() {
  const queries = useQueryClient();
  return async () => {
    await staff.DELETE("/api/staff/session");
    queries.clear();
    await queries.invalidateQueries({ queryKey: SESSION });
  };
}
