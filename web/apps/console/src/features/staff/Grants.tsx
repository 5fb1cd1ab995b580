/** The roles of a person, past ones too: where, from when until when; granted and taken away. */
import { api, type Shapes } from "@shuke/api";
import { today } from "@shuke/core";
import { Button, Card, Empty, Popconfirm, Tag } from "antd";
import { useState } from "react";
import { ProblemView } from "../../kit/Problem";
import { useRoleName } from "../../kit/roles";
import { useEveryStore } from "../../kit/stores";
import { Table } from "../../kit/Table";
import { useMay } from "../../session/session";
import { type Grant, standingOf } from "./grants";
import { NewGrant } from "./NewGrant";
import { useRegions } from "./useRegions";
import { useStaffTexts } from "./words";

const COLOURS = { inForce: "success", later: "processing", over: "default" } as const;

export function Grants({ person, again }: { person: Shapes["PersonOut"]; again: () => void }) {
  const { say } = useStaffTexts();
  const named = useRoleName();
  const isAble = useMay()("staff.change") && person.is_active;
  const [isGranting, grant] = useState(false);
  const asked = api.useQuery("get", "/api/staff/staff/{staff_id}/grants", {
    params: { path: { staff_id: person.id } },
  });
  const done = () => {
    grant(false);
    void asked.refetch();
    again();
  };
  const fresh = (
    <Button size="small" type="primary" onClick={() => grant(true)}>
      {say("grant")}
    </Button>
  );
  return (
    <Card size="small" title={say("grants")} extra={isAble && fresh}>
      {asked.error && <ProblemView thrown={asked.error} again={() => void asked.refetch()} />}
      <Table<Grant>
        stacks
        rowKey="id"
        loading={asked.isLoading}
        dataSource={asked.data ?? []}
        pagination={false}
        locale={{ emptyText: <Empty description={say("noGrants")} /> }}
        columns={[
          { title: say("role"), render: (_, { role }) => named(role) },
          { title: say("place"), render: (_, each) => <Place grant={each} /> },
          { title: say("from"), dataIndex: "from_date" },
          { title: say("to"), render: (_, { to_date }) => to_date ?? "–" },
          { title: say("state"), render: (_, each) => <Standing grant={each} /> },
          {
            title: "",
            align: "right",
            render: (_, each) =>
              isAble && standingOf(each, today()) !== "over" && <Withdraw grant={each} done={done} />,
          },
        ]}
      />
      <NewGrant personId={person.id} isOpen={isGranting} close={() => grant(false)} done={done} />
    </Card>
  );
}

function Place({ grant }: { grant: Grant }) {
  const { say } = useStaffTexts();
  const stores = useEveryStore();
  const regions = useRegions();
  if (grant.store_id) {
    const store = stores.data?.find(({ id }) => id === grant.store_id);
    return store ? `${store.code} ${store.name}` : say("store");
  }
  if (!grant.region_id) return say("chain");
  return regions.data?.items.find(({ id }) => id === grant.region_id)?.name ?? say("region");
}

function Standing({ grant }: { grant: Grant }) {
  const { say } = useStaffTexts();
  const standing = standingOf(grant, today());
  return <Tag color={COLOURS[standing]}>{say(standing)}</Tag>;
}

function Withdraw({ grant, done }: { grant: Grant; done: () => void }) {
  const { say } = useStaffTexts();
  const withdraw = api.useMutation("delete", "/api/staff/grants/{grant_id}", { onSuccess: done });
  if (withdraw.error) return <ProblemView thrown={withdraw.error} again={() => withdraw.reset()} />;
  return (
    <Popconfirm
      title={say("withdrawSure")}
      description={<div style={{ maxWidth: 260 }}>{say("withdrawHow")}</div>}
      okText={say("withdraw")}
      cancelText={say("cancel")}
      okButtonProps={{ danger: true }}
      onConfirm={() => withdraw.mutate({ params: { path: { grant_id: grant.id } } })}
    >
      <Button size="small" danger loading={withdraw.isPending}>
        {say("withdraw")}
      </Button>
    </Popconfirm>
  );
}
