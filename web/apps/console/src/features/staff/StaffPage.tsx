/** The people who work here, or did: found by code or name, by role, and taken on. */
import { UserAddOutlined } from "@ant-design/icons";
import { api, type Shapes } from "@shuke/api";
import { Button, Empty, Flex, Form, Input, Segmented, Select, Tag } from "antd";
import { useDeferredValue, useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { Ask, useNeeded } from "../../kit/Ask";
import { byCursor, type DataColumn, DataTable, rowsOf } from "../../kit/DataTable";
import { PageHead } from "../../kit/PageHead";
import { NotAllowed } from "../../kit/Problem";
import { ROLES, useRoleName } from "../../kit/roles";
import { useMay } from "../../session/session";
import { useStaffTexts } from "./words";

type Person = Shapes["PersonOut"];

const STATES = ["working", "gone", "everyone"] as const;
type State = (typeof STATES)[number];

export default function StaffPage() {
  const { say } = useStaffTexts();
  const may = useMay();
  if (!may("staff.see")) return <NotAllowed />;
  return (
    <>
      <PageHead title={say("title")} says={say("says")} actions={may("staff.change") && <Hire />} />
      <List />
    </>
  );
}

function Hire() {
  const { say } = useStaffTexts();
  const [isOpen, open] = useState(false);
  const go = useNavigate();
  const needed = useNeeded();
  const hire = api.useMutation("post", "/api/staff/staff", {
    onSuccess: ({ id }) => go(`/settings/staff/${id}`),
  });
  return (
    <>
      <Button type="primary" icon={<UserAddOutlined />} onClick={() => open(true)}>
        {say("hire")}
      </Button>
      <Ask<Shapes["NewStaff"]>
        title={say("hire")}
        isOpen={isOpen}
        isBusy={hire.isPending}
        error={hire.error}
        initial={{}}
        close={() => open(false)}
        send={(body) => hire.mutate({ body })}
      >
        <Form.Item name="code" label={say("code")} extra={say("codeHow")} rules={needed}>
          <Input maxLength={64} />
        </Form.Item>
        <Form.Item name="name" label={say("name")} rules={needed}>
          <Input maxLength={120} />
        </Form.Item>
      </Ask>
    </>
  );
}

function useChoice() {
  const [params, setParams] = useSearchParams();
  const set = (name: string, value: string) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      if (value) next.set(name, value);
      else next.delete(name);
      return next;
    });
  const state: State = STATES.find((each) => each === params.get("state")) ?? "working";
  const role = ROLES.find((each) => each === params.get("role"));
  return { state, role, set };
}

function List() {
  const { say } = useStaffTexts();
  const named = useRoleName();
  const go = useNavigate();
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text.trim());
  const { state, role, set } = useChoice();
  const columns = useColumns();
  const query = {
    limit: 100,
    text: wanted,
    ...(role ? { role } : {}),
    ...(state === "everyone" ? {} : { is_active: state === "working" }),
  };
  const rows = rowsOf<Person>(
    api.useInfiniteQuery("get", "/api/staff/staff", { params: { query } }, byCursor),
  );
  return (
    <Flex vertical gap={12}>
      <Flex gap={8} wrap>
        <Input.Search
          aria-label={say("search")}
          placeholder={say("search")}
          allowClear
          value={text}
          onChange={({ target }) => setText(target.value)}
          style={{ width: 240 }}
        />
        <Select
          aria-label={say("role")}
          value={role ?? ""}
          onChange={(value: string) => set("role", value)}
          options={[
            { value: "", label: say("anyRole") },
            ...ROLES.map((each) => ({ value: each, label: named(each) })),
          ]}
          style={{ width: 160 }}
        />
        <Segmented
          value={state}
          onChange={(value) => set("state", value === "working" ? "" : value)}
          options={STATES.map((each) => ({ value: each, label: say(each) }))}
        />
      </Flex>
      <DataTable
        name="staff"
        label={say("label")}
        columns={columns}
        rows={rows}
        keyOf={(person) => person.id}
        onOpen={(person) => go(`/settings/staff/${person.id}`)}
        card={(person) => (
          <Flex vertical gap={4}>
            <Link to={`/settings/staff/${person.id}`}>
              {person.name} {person.code}
            </Link>
            <Roles person={person} />
          </Flex>
        )}
        empty={<Empty style={{ padding: 48 }} description={say("none")} />}
      />
    </Flex>
  );
}

export function Roles({ person }: { person: Person }) {
  const { say } = useStaffTexts();
  const named = useRoleName();
  if (person.roles.length === 0) return <span>{say("noRole")}</span>;
  return (
    <Flex gap={4} wrap>
      {person.roles.map((role) => (
        <Tag key={role} color="processing">
          {named(role)}
        </Tag>
      ))}
    </Flex>
  );
}

export function StateTag({ person }: { person: Person }) {
  const { say } = useStaffTexts();
  if (person.is_active) return <Tag color="success">{say("working")}</Tag>;
  return (
    <Tag>
      {say("gone")} {person.left_on}
    </Tag>
  );
}

function useColumns(): DataColumn<Person>[] {
  const { say } = useStaffTexts();
  return [
    { key: "code", title: say("code"), width: 140, render: ({ code }) => code },
    {
      key: "name",
      title: say("name"),
      width: 180,
      isKept: true,
      render: ({ id, name }) => <Link to={`/settings/staff/${id}`}>{name}</Link>,
    },
    { key: "roles", title: say("role"), width: 240, render: (person) => <Roles person={person} /> },
    {
      key: "login",
      title: say("login"),
      width: 110,
      render: ({ has_login }) => say(has_login ? "hasLogin" : "noLogin"),
    },
    { key: "state", title: say("state"), width: 180, render: (person) => <StateTag person={person} /> },
  ];
}
