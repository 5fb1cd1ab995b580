/** Filters under a name, one tab each, as one finds them again; one's own can be changed and deleted. */
import { DeleteOutlined, TeamOutlined } from "@ant-design/icons";
import { api } from "@shuke/api";
import { App, Button, Flex, Popconfirm, Tabs } from "antd";
import { useState } from "react";
import { wordsOf } from "../../kit/Problem";
import { useFilterChange } from "./FilterBar";
import { type Filter, isEmpty, isSame, plain } from "./filter";
import { SaveFilter } from "./SaveFilter";
import type { Saved } from "./saved";
import { useMemberTexts } from "./words";

const ALL = "all";
const OTHER = "other";

export function SavedFilters({ filter }: { filter: Filter }) {
  const { say } = useMemberTexts();
  const change = useFilterChange();
  const [isSaving, save] = useState(false);
  const { saved, again } = useSavedFilters();
  const present = saved.find((each) => isSame(each.filter, filter));
  const active = isEmpty(filter) ? ALL : (present?.id ?? OTHER);
  return (
    <>
      <Flex gap={8} align="flex-start">
        <Tabs
          activeKey={active}
          onTabClick={(key) => change(saved.find(({ id }) => id === key)?.filter ?? {})}
          items={[
            { key: ALL, label: say("all") },
            ...saved.map((each) => ({
              key: each.id,
              label: each.name,
              icon: each.is_shared ? <TeamOutlined aria-label={say("shared")} /> : null,
            })),
          ]}
          tabBarStyle={{ marginBottom: 12 }}
          style={{ flex: 1, minWidth: 0 }}
        />
        {present?.is_own && <Drop saved={present} again={again} />}
        {active === OTHER && (
          <Button type="link" onClick={() => save(true)}>
            {say("save")}
          </Button>
        )}
      </Flex>
      {isSaving && (
        <SaveFilter filter={plain(filter)} saved={saved} onSaved={again} onClose={() => save(false)} />
      )}
    </>
  );
}

function useSavedFilters() {
  const { data, refetch } = api.useQuery("get", "/api/staff/member-filters", {
    params: { query: { limit: 200 } },
  });
  return { saved: data?.items ?? [], again: () => void refetch() };
}

function Drop({ saved, again }: { saved: Saved; again: () => void }) {
  const { say } = useMemberTexts();
  const { message } = App.useApp();
  const drop = api.useMutation("delete", "/api/staff/member-filters/{filter_id}", {
    onSuccess: again,
    onError: (thrown) => void message.error(wordsOf(thrown, "")),
  });
  return (
    <Popconfirm
      title={say("dropSure", { name: saved.name })}
      description={say("dropHow")}
      okText={say("drop")}
      cancelText={say("cancel")}
      okButtonProps={{ danger: true }}
      onConfirm={() => drop.mutate({ params: { path: { filter_id: saved.id } } })}
    >
      <Button type="text" icon={<DeleteOutlined />} aria-label={say("drop")} loading={drop.isPending} />
    </Popconfirm>
  );
}
