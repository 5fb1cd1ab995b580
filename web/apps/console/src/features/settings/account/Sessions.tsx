/** Where one is signed in, and the way to end all but here. */
import { api, type Shapes } from "@shuke/api";
import { App, Button, Card, Flex, Tag, Typography } from "antd";
import { momentText } from "../../../kit/moments";
import { ProblemView } from "../../../kit/Problem";
import { Table } from "../../../kit/Table";
import { useAccountTexts } from "./words";

type Session = Shapes["SessionOut"];

export function Sessions() {
  const { say } = useAccountTexts();
  const { message } = App.useApp();
  const { data, error, isLoading, refetch } = api.useQuery("get", "/api/staff/me/sessions", {});
  const end = api.useMutation("delete", "/api/staff/me/sessions", {
    onSuccess: ({ ended }) => {
      void message.success(say("ended", { count: ended }));
      void refetch();
    },
  });
  const others = data?.filter((session) => !session.is_this).length ?? 0;
  return (
    <Card size="small" title={say("sessions")}>
      <Flex vertical gap={12}>
        <Typography.Text type="secondary">{say("sessionsSays")}</Typography.Text>
        {(error || end.error) && <ProblemView thrown={error ?? end.error} />}
        <Table<Session>
          stacks
          rowKey="number"
          loading={isLoading}
          dataSource={data ?? []}
          pagination={false}
          columns={[
            {
              title: say("since"),
              render: (_, session) => (
                <Flex vertical align="start">
                  <span>{momentText(session.since)}</span>
                  <Tag color={session.is_this ? "success" : "default"}>
                    {say(session.is_this ? "here" : "elsewhere")}
                  </Tag>
                </Flex>
              ),
            },
            {
              title: say("device"),
              render: (_, { device, address }) => [device, address].filter(Boolean).join(" · ") || "–",
            },
            { title: say("until"), render: (_, { ends_at }) => momentText(ends_at) },
          ]}
        />
        {others > 0 ? (
          <Button
            danger
            loading={end.isPending}
            onClick={() => end.mutate({})}
            style={{ alignSelf: "start" }}
          >
            {say("endOthers")}
          </Button>
        ) : (
          <Typography.Text>{say("onlyHere")}</Typography.Text>
        )}
      </Flex>
    </Card>
  );
}
