/** Nobody passes who is not signed in, or whose password or second factor is still due. */
import { lazy, Suspense } from "react";
import { Outlet } from "react-router";
import { ProblemView } from "../kit/Problem";
import { type Me, useSession } from "../session/session";
import { Waiting } from "./Waiting";

const SignInPage = lazy(() => import("../features/sign-in/SignInPage"));
const DuePage = lazy(() => import("../features/sign-in/DuePage"));

export function Gate() {
  const { data: me, error, refetch } = useSession();
  if (error) return <ProblemView thrown={error} again={() => void refetch()} />;
  if (!me) return <Waiting />;
  return <Suspense fallback={<Waiting />}>{first(me)}</Suspense>;
}

/** What the person must do first, or the console. */
function first(me: Me) {
  if (!me.signed_in) return <SignInPage />;
  if (me.due && me.due.length > 0) return <DuePage due={me.due} />;
  return <Outlet />;
}
