/** What there is to tell, the latest first; what is on its way with how far it is. */
import {
  CheckCircleFilled,
  ClockCircleFilled,
  ExclamationCircleFilled,
  LoadingOutlined,
  StopFilled,
} from "@ant-design/icons";
import { count, type Language } from "@shuke/core";
import { Empty, Flex, Progress, Skeleton, Typography } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { ProblemView } from "../../kit/Problem";
import { pages } from "../pages";
import { addressOf, type Notice, type Notices, percentOf } from "./notices";
import { agoOf, useNoticeTexts, useThingName } from "./words";

const SIGNS: Record<Notice["state"], ReactNode> = {
  running: <LoadingOutlined style={{ color: "var(--ant-color-info)" }} />,
  done: <CheckCircleFilled style={{ color: "var(--ant-color-success)" }} />,
  stopped: <StopFilled style={{ color: "var(--ant-color-text-secondary)" }} />,
  failed: <ExclamationCircleFilled style={{ color: "var(--ant-color-error)" }} />,
  waiting: <ClockCircleFilled style={{ color: "var(--ant-color-warning)" }} />,
};

interface Props {
  notices: Notices | undefined;
  error: unknown;
  again: () => void;
  onPick: () => void;
}

export default function NoticeList({ notices, error, again, onPick }: Props) {
  const { say } = useNoticeTexts();
  if (error && !notices) return <ProblemView thrown={error} again={again} />;
  if (!notices) return <Skeleton active className="notices" />;
  if (notices.items.length === 0)
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say("nothing")} className="notices" />;
  return (
    <ul className="notices">
      {notices.items.map((notice) => (
        <li key={`${notice.kind} ${notice.id}`}>
          <Told notice={notice} onPick={onPick} />
        </li>
      ))}
    </ul>
  );
}

function Told({ notice, onPick }: { notice: Notice; onPick: () => void }) {
  const address = addressOf(notice, pages);
  const body = <Body notice={notice} />;
  if (!address) return <div className="notice">{body}</div>;
  return (
    <Link to={address} className="notice" onClick={onPick}>
      {body}
    </Link>
  );
}

function Body({ notice }: { notice: Notice }) {
  const { say, language } = useNoticeTexts();
  const call = useThingName();
  const { kind, state, what, at, is_new: isNew } = notice;
  const title = say(`${kind}_${state}`, { what: call(what) });
  return (
    <>
      <span className="notice-sign">{SIGNS[state]}</span>
      <Flex vertical gap={2} style={{ minWidth: 0, flex: 1 }}>
        <Typography.Text strong={isNew}>{title}</Typography.Text>
        {state === "running" && <HowFar notice={notice} language={language} />}
        <Typography.Text type="secondary" style={{ fontSize: 12 }}>
          {agoOf(at, language)}
        </Typography.Text>
      </Flex>
      {isNew && <span className="notice-new" role="img" aria-label={say("isNew")} />}
    </>
  );
}

function HowFar({ notice, language }: { notice: Notice; language: Language }) {
  const { say } = useNoticeTexts();
  const percent = percentOf(notice);
  if (percent === null)
    return (
      <Typography.Text type="secondary">
        {say("rows", { count: count(notice.done, language) })}
      </Typography.Text>
    );
  return <Progress percent={percent} size="small" status="active" aria-label={say("howFar")} />;
}
