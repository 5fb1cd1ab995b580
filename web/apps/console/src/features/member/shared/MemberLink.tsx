/** Another member by the masked name, and the way to her page. */
import { api } from "@shuke/api";
import { Skeleton } from "antd";
import { Link } from "react-router";
import { useScope } from "../../../kit/scope";

export function MemberLink({ memberId }: { memberId: string }) {
  const { search } = useScope();
  const { data, isLoading } = api.useQuery(
    "get",
    "/api/staff/members/{member_id}",
    { params: { path: { member_id: memberId } } },
    { staleTime: 300_000, retry: false },
  );
  if (isLoading) return <Skeleton.Button active size="small" />;
  if (!data) return <>–</>;
  const phone = data.identities.find((each) => each.kind === "phone")?.masked;
  return (
    <Link to={`/members/${memberId}${search}`}>
      {[data.name_masked || data.number, phone].filter(Boolean).join(" · ")}
    </Link>
  );
}
