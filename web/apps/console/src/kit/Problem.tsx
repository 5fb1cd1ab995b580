/** What went wrong, in the server's own words; and the way on. */
import { isProblem } from "@shuke/api";
import { Alert, Button } from "antd";
import { lazy, Suspense } from "react";
import { texts } from "./texts";

const NotAllowedPage = lazy(() => import("./NotAllowedPage"));

const useTexts = texts(
  "problem",
  {
    offline: "连接不上服务器,请检查网络后重试",
    again: "重试",
    forbidden: "没有权限",
    forbiddenHow: "您的角色不能查看此页;需要时请联系总部管理员。",
  },
  {
    offline: "The server cannot be reached; check the network and try again",
    again: "Try again",
    forbidden: "Not allowed",
    forbiddenHow: "Your role does not admit this page; ask your headquarters if you need it.",
  },
);

export function wordsOf(thrown: unknown, otherwise: string): string {
  return isProblem(thrown) && thrown.detail ? thrown.detail : otherwise;
}

export function ProblemView({ thrown, again }: { thrown: unknown; again?: () => void }) {
  const { say } = useTexts();
  if (isProblem(thrown) && thrown.status === 403) return <NotAllowed />;
  const action = again && (
    <Button size="small" onClick={again}>
      {say("again")}
    </Button>
  );
  return <Alert type="error" showIcon title={wordsOf(thrown, say("offline"))} action={action} role="alert" />;
}

export function NotAllowed() {
  const { say } = useTexts();
  return (
    <Suspense>
      <NotAllowedPage title={say("forbidden")} how={say("forbiddenHow")} />
    </Suspense>
  );
}
