/** The members whom a figure of an analysis counts; names and phones masked. */
import { api, type Shapes } from "@shuke/api";
import { count, inLanguage, money } from "@shuke/core";
import { Empty, Flex, Tag } from "antd";
import { Link, useNavigate } from "react-router";
import { byCursor, type DataColumn, DataTable, rowsOf } from "../../../kit/DataTable";
import { useScope } from "../../../kit/scope";
import { useAnalysisTexts } from "../words";
import { OpenedHead } from "./OpenedHead";
import { useQuestion } from "./question";

/** One who was counted twice is listed twice; her place in the list tells the rows apart. */
type Member = Shapes["MemberRowOut"] & { place: number };

export default function MembersPage() {
  const { say, language } = useAnalysisTexts();
  const { search } = useScope();
  const go = useNavigate();
  const question = useQuestion();
  const asked = api.useInfiniteQuery(
    "get",
    "/api/staff/reports/{name}/members",
    { params: question },
    byCursor,
  );
  const opened = asked.data?.pages[0];
  const reached = opened ? opened.count - opened.out_of_reach : null;
  const rows = rowsOf<Shapes["MemberRowOut"]>(asked, reached);
  const numbered = { ...rows, loaded: rows.loaded.map((member, place) => ({ ...member, place })) };
  const address = (member: Member) => `/members/${member.member_id}${search}`;
  const columns: DataColumn<Member>[] = [
    {
      key: "name",
      title: say("name"),
      width: 160,
      isKept: true,
      isFixed: true,
      render: (member) => <Link to={address(member)}>{member.name_masked || "–"}</Link>,
    },
    { key: "phone", title: say("phone"), width: 150, render: (member) => member.phone_masked },
    { key: "number", title: say("number"), width: 180, render: (member) => member.number },
    { key: "last", title: say("last"), width: 130, render: (member) => member.last_on ?? "–" },
    {
      key: "receipts",
      title: say("visits"),
      width: 130,
      isFigure: true,
      render: (member) => count(member.receipts, language),
    },
    {
      key: "spent",
      title: say("spent"),
      width: 140,
      isFigure: true,
      render: (member) => money(member.spent_minor, language),
    },
    {
      key: "points",
      title: say("points"),
      width: 110,
      isFigure: true,
      render: (member) => count(member.points, language),
    },
    { key: "store", title: say("ownedBy"), width: 200, render: (member) => member.store_name ?? "–" },
    { key: "guide", title: say("guide"), width: 120, render: (member) => member.guide_name ?? "–" },
    { key: "status", title: say("status"), width: 120, render: (member) => <Tag>{say(member.status)}</Tag> },
  ];
  return (
    <>
      <OpenedHead
        opened={opened}
        behind="members"
        question={question}
        many={opened ? say("members", { count: count(opened.count, language) }) : ""}
        says={opened ? say("figureOf", { figure: inLanguage(opened.figure, language) }) : ""}
      />
      <DataTable
        name="opened-members"
        label={say("name")}
        columns={columns}
        rows={numbered}
        keyOf={(member) => String(member.place)}
        onOpen={(member) => go(address(member))}
        empty={<Empty description={say("nobody")} />}
        card={(member) => (
          <Flex vertical>
            <Link to={address(member)}>{member.name_masked || member.number}</Link>
            <span>
              {member.phone_masked} · {member.number}
            </span>
            <span>
              {money(member.spent_minor, language)} · {member.last_on ?? "–"}
            </span>
          </Flex>
        )}
      />
    </>
  );
}
