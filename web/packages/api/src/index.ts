/** The staff API, typed by what the server says of itself. `staff.d.ts` is generated; see `make web-client`. */
import createFetchClient, { type Middleware } from "openapi-fetch";
import createHooks from "openapi-react-query";
import type { components, paths } from "./staff";

export type Shapes = components["schemas"];
export type Problem = Shapes["Problem"];
export type { paths };

interface Caller {
  language: string;
  csrf: string;
}

/** Who calls, as every request tells it; the session sets it. */
export const caller: Caller = { language: "zh", csrf: "" };

const introduce: Middleware = {
  onRequest({ request }) {
    request.headers.set("Accept-Language", caller.language);
    if (request.method !== "GET") request.headers.set("X-CSRFToken", caller.csrf);
    return request;
  },
};

export const staff = createFetchClient<paths>({ credentials: "same-origin" });
staff.use(introduce);

export const api = createHooks(staff);

/** Whether what was thrown is the server's own refusal. */
export function isProblem(thrown: unknown): thrown is Problem {
  return typeof thrown === "object" && thrown !== null && "code" in thrown && "status" in thrown;
}
