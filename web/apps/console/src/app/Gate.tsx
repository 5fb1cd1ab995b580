/** Nobody passes who is not signed in, or whose password or second factor is still due. */
import { Flex, Spin } from "antd";
import { Outlet } from "react-router";
import { DuePage } from "../features/sign-in/DuePage";
import { SignInPage } from "../features/sign-in/SignInPage";
import { ProblemView } from "../kit/Problem";
import { useSession } from "../session/session";

export function Gate() {
  const { data: me, error, refetch } = useSession();
  if (error) return <ProblemView thrown={error} again={() => void refetch()} />;
  if (!me) {
    return (
      <Flex align="center" justify="center" style={{ minHeight: "100vh" }}>
        <Spin size="large" />
      </Flex>
    );
  }
  if (!me.signed_in) return <SignInPage />;
  if (me.due && me.due.length > 0) return <DuePage due={me.due} />;
  return <Outlet />;
}
