/** One person: roles now and before, login, PIN, and the end of their work. */
import { api, type Shapes } from "@shuke/api";
import { Button, Descriptions, Flex, Skeleton } from "antd";
import { Link, useParams } from "react-router";
import { PageHead } from "../../kit/PageHead";
import { ProblemView } from "../../kit/Problem";
import { useMay } from "../../session/session";
import { Grants } from "./Grants";
import { Dismiss, Login, Pin } from "./PersonActs";
import { Roles, StateTag } from "./StaffPage";
import { useStaffTexts } from "./words";

type Person = Shapes["PersonOut"];

export default function PersonPage() {
  const { say } = useStaffTexts();
  const { staffId = "" } = useParams();
  const { data, error, refetch } = api.useQuery("get", "/api/staff/staff/{staff_id}", {
    params: { path: { staff_id: staffId } },
  });
  if (error) return <ProblemView thrown={error} again={() => void refetch()} />;
  if (!data) return <Skeleton active paragraph={{ rows: 8 }} />;
  return (
    <>
      <PageHead title={data.name} actions={<Acts person={data} again={() => void refetch()} />} />
      <Flex vertical gap={16}>
        <Descriptions
          size="small"
          bordered
          column={{ xs: 1, sm: 2 }}
          items={[
            { key: "code", label: say("code"), children: data.code },
            { key: "state", label: say("state"), children: <StateTag person={data} /> },
            { key: "roles", label: say("role"), children: <Roles person={data} /> },
            {
              key: "login",
              label: say("login"),
              children: say(data.has_login ? "hasLogin" : "noLogin"),
            },
          ]}
        />
        <Grants person={data} again={() => void refetch()} />
      </Flex>
    </>
  );
}

function Acts({ person, again }: { person: Person; again: () => void }) {
  const { say } = useStaffTexts();
  const may = useMay();
  return (
    <>
      {may("audit.see") && (
        <Link to={`/settings/audit?a-actor=${person.id}`}>
          <Button>{say("audit")}</Button>
        </Link>
      )}
      {person.is_active && may("tills.change") && <Pin person={person} />}
      {person.is_active && may("staff.change") && (
        <>
          <Login person={person} again={again} />
          <Dismiss person={person} again={again} />
        </>
      )}
    </>
  );
}
