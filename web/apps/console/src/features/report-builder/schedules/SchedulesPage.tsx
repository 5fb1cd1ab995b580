/** What is mailed when to whom: one's own schedules, and those by which one receives. */
import { App, Button, Empty, Flex, Skeleton, Tag, Tooltip } from "antd";
import { useEffect, useState } from "react";
import { Link, useSearchParams } from "react-router";
import { momentText } from "../../../kit/moments";
import { PageHead } from "../../../kit/PageHead";
import { NotAllowed, ProblemView } from "../../../kit/Problem";
import { useScope } from "../../../kit/scope";
import { Table } from "../../../kit/Table";
import { useMay } from "../../../session/session";
import { useReason } from "./reasons";
import { ScheduleDrawer } from "./ScheduleDrawer";
import { SendingLog } from "./SendingLog";
import { timingText } from "./timing";
import { type Schedule, useActs, useSchedules } from "./useSchedules";
import { useScheduleTexts } from "./words";

export default function SchedulesPage() {
  const { say } = useScheduleTexts();
  const { search } = useScope();
  const { data, error, isLoading, refetch } = useSchedules();
  if (!useMay()("reports.see")) return <NotAllowed />;
  return (
    <>
      <PageHead
        title={say("title")}
        says={say("says")}
        actions={<Link to={`/reports${search}`}>{say("back")}</Link>}
      />
      {error && <ProblemView thrown={error} again={() => void refetch()} />}
      {isLoading && <Skeleton active paragraph={{ rows: 6 }} />}
      {data?.length === 0 && (
        <Empty style={{ padding: 48 }} description={`${say("none")} ${say("noneHow")}`} />
      )}
      {data && data.length > 0 && <List schedules={data} />}
    </>
  );
}

function List({ schedules }: { schedules: Schedule[] }) {
  const { say, language } = useScheduleTexts();
  const { search } = useScope();
  const [logged, log] = useState<Schedule | null>(null);
  const [edited, edit] = useState<Schedule | null>(null);
  const leave = useLeave();
  useStopLink(schedules, leave);
  return (
    <>
      <Table<Schedule>
        stacks
        rowKey="id"
        dataSource={schedules}
        pagination={false}
        columns={[
          {
            title: say("report"),
            render: (_, each) => <Link to={`/reports/${each.report_id}${search}`}>{each.report_name}</Link>,
          },
          { title: say("when"), render: (_, each) => timingText(each, say, language) },
          { title: say("to"), render: (_, each) => each.recipients.map((one) => one.name).join(" · ") },
          { title: say("state"), render: (_, each) => <State of={each} /> },
          {
            title: say("next"),
            render: (_, each) => (each.state === "active" ? momentText(each.next_at) : "–"),
          },
          {
            key: "acts",
            align: "right",
            render: (_, each) => <Acts of={each} log={log} edit={edit} leave={leave} />,
          },
        ]}
      />
      {logged && <SendingLog scheduleId={logged.id} name={logged.report_name} close={() => log(null)} />}
      {edited && (
        <ScheduleDrawer
          reportId={edited.report_id}
          name={edited.report_name}
          first={edited.id}
          close={() => edit(null)}
        />
      )}
    </>
  );
}

function State({ of }: { of: Schedule }) {
  const { say } = useScheduleTexts();
  const reason = useReason();
  const tag = <Tag color={of.state === "active" ? "success" : "warning"}>{say(of.state)}</Tag>;
  return (
    <Flex gap={4} align="center">
      {of.why ? <Tooltip title={reason(of.why)}>{tag}</Tooltip> : tag}
      {of.why && <span>{reason(of.why)}</span>}
      {!of.is_own && <span>{say("ofOwner", { owner: of.owner })}</span>}
    </Flex>
  );
}

interface ActsProps {
  of: Schedule;
  log: (schedule: Schedule) => void;
  edit: (schedule: Schedule) => void;
  leave: (schedule: Schedule) => void;
}

function Acts({ of, log, edit, leave }: ActsProps) {
  const { say } = useScheduleTexts();
  const { modal } = App.useApp();
  const acts = useActs();
  const path = { params: { path: { schedule_id: of.id } } };
  const stop = () =>
    modal.confirm({
      title: say("stopSure"),
      okText: say("stop"),
      okButtonProps: { danger: true },
      cancelText: say("keep"),
      onOk: () => acts.stop.mutate(path),
    });
  return (
    <Flex gap={4} justify="flex-end">
      <Button size="small" onClick={() => log(of)}>
        {say("log")}
      </Button>
      {of.is_own && of.state === "paused" && (
        <Button size="small" type="primary" onClick={() => acts.resume.mutate(path)}>
          {say("resume")}
        </Button>
      )}
      {of.is_own && (
        <Button size="small" onClick={() => edit(of)}>
          {say("edit")}
        </Button>
      )}
      {of.is_own ? (
        <Button size="small" danger onClick={stop}>
          {say("stop")}
        </Button>
      ) : (
        <Button size="small" danger onClick={() => leave(of)}>
          {say("leave")}
        </Button>
      )}
    </Flex>
  );
}

/** Ask, and then receive no more. */
function useLeave() {
  const { say } = useScheduleTexts();
  const { modal } = App.useApp();
  const { leave } = useActs();
  return (schedule: Schedule) =>
    modal.confirm({
      title: say("leaveSure", { name: schedule.report_name }),
      okText: say("leave"),
      okButtonProps: { danger: true },
      cancelText: say("keep"),
      onOk: () => leave.mutate({ params: { path: { schedule_id: schedule.id } } }),
    });
}

/** A letter's link asks at once whether to stop; the question is asked once. */
function useStopLink(schedules: Schedule[], leave: (schedule: Schedule) => void) {
  const [params, setParams] = useSearchParams();
  const wanted = params.get("stop");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address alone asks
  useEffect(() => {
    const schedule = schedules.find((each) => each.id === wanted && each.is_mine_to_leave);
    if (!wanted) return;
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        next.delete("stop");
        return next;
      },
      { replace: true },
    );
    if (schedule) leave(schedule);
  }, [wanted]);
}
