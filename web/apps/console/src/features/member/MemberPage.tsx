/** A member whole: who she is, where she stands, what she holds, how she comes, what was said to her, and why. */
import { api } from "@shuke/api";
import { Flex, Skeleton, Tabs } from "antd";
import { lazy, Suspense } from "react";
import { useParams } from "react-router";
import { NotAllowed, ProblemView } from "../../kit/Problem";
import { useMay } from "../../session/session";
import { Acting } from "./acts/Acting";
import { MemberHead } from "./head/MemberHead";
import type { Page } from "./page";
import { SECTIONS, type Section, useSection } from "./shared/section";
import { useMemberTexts } from "./words";

const Overview = lazy(() => import("./overview/Overview"));
const Balances = lazy(() => import("./balances/Balances"));
const Receipts = lazy(() => import("./receipts/Receipts"));
const Profile = lazy(() => import("./profile/Profile"));
const Relations = lazy(() => import("./relations/Relations"));
const History = lazy(() => import("./history/History"));
const CareLog = lazy(() => import("./care/CareLog"));

export default function MemberPage() {
  const { memberId = "" } = useParams();
  const may = useMay();
  const isAble = may("members.see");
  const { data, error, isLoading, refetch } = api.useQuery(
    "get",
    "/api/staff/members/{member_id}/page",
    { params: { path: { member_id: memberId } } },
    { enabled: isAble },
  );
  if (!isAble) return <NotAllowed />;
  if (error) return <ProblemView thrown={error} again={() => void refetch()} />;
  if (isLoading || !data) return <Skeleton active avatar paragraph={{ rows: 12 }} />;
  return <Shown key={memberId} page={data} />;
}

function Shown({ page }: { page: Page }) {
  const { say } = useMemberTexts();
  const { section, show } = useSection();
  const may = useMay();
  const open = SECTIONS.filter((each) => each !== "care" || may("care.see"));
  return (
    <Flex vertical gap={8}>
      <MemberHead page={page} />
      <Tabs
        activeKey={section}
        onChange={(key) => show(key as Section)}
        aria-label={say("sections")}
        items={open.map((each) => ({ key: each, label: say(each) }))}
        tabBarStyle={{ marginBottom: 8 }}
      />
      <Suspense fallback={<Skeleton active paragraph={{ rows: 8 }} />}>{content(section, page)}</Suspense>
      <Acting page={page} />
    </Flex>
  );
}

function content(section: Section, page: Page) {
  const memberId = page.profile.member_id;
  switch (section) {
    case "overview":
      return <Overview page={page} />;
    case "balances":
      return <Balances memberId={memberId} />;
    case "receipts":
      return <Receipts memberId={memberId} />;
    case "profile":
      return <Profile page={page} />;
    case "relations":
      return <Relations memberId={memberId} />;
    case "history":
      return <History memberId={memberId} />;
    case "care":
      return <CareLog memberId={memberId} />;
  }
}
