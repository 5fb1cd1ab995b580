/** Have a report mailed: its schedules, a form for one more, and a letter to oneself at once. */
import { MailOutlined } from "@ant-design/icons";
import { api } from "@shuke/api";
import { Alert, Button, Card, Drawer, Flex, Skeleton, Typography } from "antd";
import { useState } from "react";
import { ProblemView } from "../../../kit/Problem";
import { useMe } from "../../../session/session";
import { MailboxForm } from "./MailboxForm";
import { PlanForm } from "./PlanForm";
import { timingText } from "./timing";
import { type Plan, type Schedule, useActs, useSchedules } from "./useSchedules";
import { useScheduleTexts } from "./words";

interface Props {
  reportId: string;
  name: string;
  /** Which of the schedules is being changed at first. */
  first?: string;
  close: () => void;
}

export function ScheduleDrawer({ reportId, name, first, close }: Props) {
  const { say, language } = useScheduleTexts();
  const acts = useActs();
  const schedules = useSchedules();
  const people = api.useQuery("get", "/api/staff/report-recipients");
  const [edited, edit] = useState<string | null>(first ?? null);
  const own = (schedules.data ?? []).filter((each) => each.report_id === reportId && each.is_own);
  const chosen = own.find((each) => each.id === edited);
  const error = schedules.error ?? people.error;
  return (
    <Drawer open title={`${say("title")} · ${name}`} onClose={close} size={480}>
      <Flex vertical gap={16}>
        {error && <ProblemView thrown={error} />}
        {people.data && !people.data.is_delivered && <Alert type="warning" showIcon title={say("folder")} />}
        {own.map((each) => (
          <Flex key={each.id} justify="space-between" align="center" gap={8}>
            <span>{timingText(each, say, language)}</span>
            <Button size="small" onClick={() => edit(each.id === edited ? null : each.id)}>
              {say(each.id === edited ? "fresh" : "edit")}
            </Button>
          </Flex>
        ))}
        <Card size="small" title={say(chosen ? "edit" : "fresh")}>
          {people.data && schedules.data ? (
            <Form
              key={chosen?.id ?? "new"}
              reportId={reportId}
              chosen={chosen}
              people={people.data.people}
              acts={acts}
              done={() => edit(null)}
            />
          ) : (
            <Skeleton active />
          )}
        </Card>
        <MailboxForm />
        <Flex vertical gap={8} align="flex-start">
          <Typography.Text type="secondary">{say("says")}</Typography.Text>
          <Button
            icon={<MailOutlined />}
            loading={acts.now.isPending}
            onClick={() => acts.now.mutate({ params: { path: { report_id: reportId } } })}
          >
            {say("now")}
          </Button>
        </Flex>
      </Flex>
    </Drawer>
  );
}

interface FormProps {
  reportId: string;
  chosen: Schedule | undefined;
  people: Parameters<typeof PlanForm>[0]["people"];
  acts: ReturnType<typeof useActs>;
  done: () => void;
}

function Form({ reportId, chosen, people, acts, done }: FormProps) {
  const me = useMe().staff_id ?? "";
  const first: Plan = chosen
    ? { ...chosen, recipients: chosen.recipients.map((each) => each.id) }
    : { every: "week", weekday: 1, hour: 8, recipients: [me] };
  const submit = (body: Plan) => {
    if (chosen)
      acts.change.mutate({ params: { path: { schedule_id: chosen.id } }, body }, { onSuccess: done });
    else acts.plan.mutate({ params: { path: { report_id: reportId } }, body }, { onSuccess: done });
  };
  return (
    <PlanForm
      first={first}
      people={people}
      me={me}
      isNew={!chosen}
      isPending={acts.plan.isPending || acts.change.isPending}
      submit={submit}
    />
  );
}
