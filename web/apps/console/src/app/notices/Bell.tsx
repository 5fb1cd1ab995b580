/** The bell: a sign with how much is new; behind it what is on its way, what has ended and what waits. */
import { BellOutlined } from "@ant-design/icons";
import { Button, Popover, Skeleton } from "antd";
import { lazy, Suspense, useState } from "react";
import { useNotices, useSeeing } from "./useNotices";
import { useNoticeTexts } from "./words";

const NoticeList = lazy(() => import("./NoticeList"));

export function Bell() {
  const { say } = useNoticeTexts();
  const { data, error, refetch } = useNotices();
  const [isOpen, open] = useState(false);
  const see = useSeeing();
  const turn = (toOpen: boolean) => {
    open(toOpen);
    if (!toOpen) see();
  };
  const unread = data?.unread ?? 0;
  const isBusy = data?.items.some(({ state }) => state === "running") ?? false;
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={isOpen}
      onOpenChange={turn}
      title={say("title")}
      styles={{ container: { padding: 12 } }}
      content={
        <Suspense fallback={<Skeleton active className="notices" />}>
          {isOpen && (
            <NoticeList
              notices={data}
              error={error}
              again={() => void refetch()}
              onPick={() => turn(false)}
            />
          )}
        </Suspense>
      }
    >
      <Button
        type="text"
        aria-label={unread > 0 ? say("bellNew", { count: unread }) : say("bell")}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        icon={
          <span className="bell">
            <BellOutlined />
            {unread > 0 ? <b aria-hidden>{unread}</b> : isBusy && <i aria-hidden />}
          </span>
        }
      />
    </Popover>
  );
}
