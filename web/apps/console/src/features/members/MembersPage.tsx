/** Members by many marks at once: who they are, where they stand, what they hold; and what is done to many of them. */
import { UserAddOutlined } from "@ant-design/icons";
import { locale } from "@shuke/core";
import { Button, Skeleton } from "antd";
import { lazy, Suspense, useState } from "react";
import { useSearchParams } from "react-router";
import { PageHead } from "../../kit/PageHead";
import { NotAllowed } from "../../kit/Problem";
import { useScope } from "../../kit/scope";
import { useEveryStore } from "../../kit/stores";
import { useMay, useMe } from "../../session/session";
import { type Choices, useChoices } from "./choices";
import { FilterBar } from "./FilterBar";
import { filterOf } from "./filter";
import { MemberTable } from "./MemberTable";
import { RunsButton } from "./Runs";
import { SavedFilters } from "./SavedFilters";
import { partsOf, sentence } from "./said";
import { useMemberTexts } from "./words";

const EnrolDrawer = lazy(() => import("./EnrolDrawer"));

export default function MembersPage() {
  const choices = useChoices();
  if (!useMay()("members.list")) return <NotAllowed />;
  return choices ? <Shown choices={choices} /> : <Skeleton active paragraph={{ rows: 12 }} />;
}

function Shown({ choices }: { choices: Choices }) {
  const { say, language } = useMemberTexts();
  const [params] = useSearchParams();
  const filter = filterOf(params);
  const parts = partsOf(filter, choices, say, language);
  const says = [sentence(parts, useWhere(), say), figuresAt(choices, language, say)]
    .filter(Boolean)
    .join(" · ");
  return (
    <>
      <PageHead title={say("title")} says={says} actions={<Actions />} />
      <SavedFilters filter={filter} />
      <FilterBar filter={filter} parts={parts} choices={choices} />
      <MemberTable filter={filter} choices={choices} />
    </>
  );
}

function Actions() {
  const { say } = useMemberTexts();
  const [isOpen, open] = useState(false);
  const mayEnrol = useMay()("members.enrol");
  return (
    <>
      <RunsButton />
      {mayEnrol && (
        <Button type="primary" icon={<UserAddOutlined />} onClick={() => open(true)}>
          {say("enrol")}
        </Button>
      )}
      {isOpen && (
        <Suspense>
          <EnrolDrawer onClose={() => open(false)} />
        </Suspense>
      )}
    </>
  );
}

/** Whose members the list holds, in words. */
function useWhere(): string {
  const { say } = useMemberTexts();
  const { storeId } = useScope();
  const stores = useEveryStore().data;
  const isForAll = useMe().grants?.some((grant) => grant.stores === null) ?? false;
  const store = stores?.find(({ id }) => id === storeId);
  if (store) return say("ofStore", { store: store.name });
  return say(isForAll ? "everyone" : "ofMine");
}

type Say = ReturnType<typeof useMemberTexts>["say"];

function figuresAt({ figures_at: at }: Choices, language: "zh" | "en", say: Say): string {
  if (!at) return say("figuresNone");
  const moment = new Intl.DateTimeFormat(locale(language), {
    timeZone: "Asia/Shanghai",
    dateStyle: "medium",
    timeStyle: "short",
  });
  return say("figuresAt", { at: moment.format(new Date(at)) });
}
