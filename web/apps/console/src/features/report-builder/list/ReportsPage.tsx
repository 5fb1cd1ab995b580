/** One's own reports and those that colleagues share. */
import { ClockCircleOutlined, DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { api, type Shapes } from "@shuke/api";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Empty, Flex, Tag } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { momentText } from "../../../kit/moments";
import { PageHead } from "../../../kit/PageHead";
import { NotAllowed, ProblemView, wordsOf } from "../../../kit/Problem";
import { useScope } from "../../../kit/scope";
import { Table } from "../../../kit/Table";
import { useMay } from "../../../session/session";
import { useListTexts } from "./words";

type Head = Shapes["SavedHeadOut"];

export default function ReportsPage() {
  const { say } = useListTexts();
  const { search } = useScope();
  if (!useMay()("reports.see")) return <NotAllowed />;
  return (
    <>
      <PageHead
        title={say("title")}
        says={say("says")}
        actions={
          <>
            <Link to={`/reports/schedules${search}`}>
              <Button icon={<ClockCircleOutlined />}>{say("schedules")}</Button>
            </Link>
            <Fresh />
          </>
        }
      />
      <List />
    </>
  );
}

function Fresh() {
  const { say } = useListTexts();
  const { search } = useScope();
  return (
    <Link to={`/reports/new${search}`}>
      <Button type="primary" icon={<PlusOutlined />}>
        {say("fresh")}
      </Button>
    </Link>
  );
}

function List() {
  const { say } = useListTexts();
  const { search } = useScope();
  const [cursor, go] = useState("");
  const { data, error, isLoading, refetch } = api.useQuery("get", "/api/staff/saved-reports", {
    params: { query: { limit: 50, cursor } },
  });
  if (error) return <ProblemView thrown={error} again={() => void refetch()} />;
  if (data?.items.length === 0 && !cursor) return <None />;
  return (
    <Flex vertical gap={12}>
      <Table<Head>
        stacks
        rowKey="id"
        loading={isLoading}
        dataSource={data?.items ?? []}
        pagination={false}
        columns={[
          {
            title: say("name"),
            render: (_, each) => <Link to={`/reports/${each.id}${search}`}>{each.name}</Link>,
          },
          { title: say("owner"), render: (_, each) => <Owner of={each} /> },
          {
            title: say("mailed"),
            render: (_, each) => (each.schedules > 0 ? say("times", { count: each.schedules }) : "–"),
          },
          { title: say("changedAt"), render: (_, each) => momentText(each.changed_at) },
          { key: "acts", align: "right", render: (_, each) => each.is_own && <Remove of={each} /> },
        ]}
      />
      {(cursor || data?.next) && (
        <Flex gap={8} justify="flex-end">
          {cursor && <Button onClick={() => go("")}>{say("first")}</Button>}
          <Button disabled={!data?.next} onClick={() => go(data?.next ?? "")}>
            {say("next")}
          </Button>
        </Flex>
      )}
    </Flex>
  );
}

function Owner({ of }: { of: Head }) {
  const { say } = useListTexts();
  if (!of.is_own) return say("sharedBy", { owner: of.owner });
  return (
    <Flex gap={8}>
      {say("mine")}
      {of.is_shared && <Tag>{say("shared")}</Tag>}
    </Flex>
  );
}

function Remove({ of }: { of: Head }) {
  const { say } = useListTexts();
  const { modal, message } = App.useApp();
  const queries = useQueryClient();
  const remove = api.useMutation("delete", "/api/staff/saved-reports/{report_id}", {
    onSuccess: () => queries.invalidateQueries({ queryKey: ["get", "/api/staff/saved-reports"] }),
    onError: (thrown) => message.error(wordsOf(thrown, say("failed"))),
  });
  const ask = () =>
    modal.confirm({
      title: say("removeSure", { name: of.name }),
      content: say("removeHow"),
      okText: say("remove"),
      okButtonProps: { danger: true },
      cancelText: say("keep"),
      onOk: () => remove.mutate({ params: { path: { report_id: of.id } } }),
    });
  return (
    <Button
      type="text"
      danger
      icon={<DeleteOutlined />}
      aria-label={`${say("remove")} ${of.name}`}
      onClick={ask}
    />
  );
}

function None() {
  const { say } = useListTexts();
  return (
    <Empty
      style={{ padding: 48 }}
      description={
        <>
          <strong>{say("none")}</strong>
          <br />
          {say("noneHow")}
        </>
      }
    >
      <Fresh />
    </Empty>
  );
}
