/** The columns of the list of members. */
import { count, inLanguage, money } from "@shuke/core";
import { Flex, Tag, Typography } from "antd";
import { useMemo } from "react";
import { Link } from "react-router";
import type { DataColumn } from "../../kit/DataTable";
import type { Choices } from "./choices";
import type { Member } from "./member";
import { levelName, nameOf } from "./said";
import { useMemberTexts } from "./words";

/** How a state of the lifecycle is coloured: the further gone, the louder. */
const STATES: Record<string, string> = {
  new: "processing",
  active: "success",
  silent: "warning",
  dormant: "warning",
  lost: "error",
};

export function useMemberColumns(choices: Choices, search: string): DataColumn<Member>[] {
  const { say, language } = useMemberTexts();
  return useMemo(() => {
    const named = (key: "rfm_class" | "quadrant" | "value_class"): DataColumn<Member> => ({
      key,
      title: say(key),
      width: 120,
      isOff: true,
      render: (member) => nameOf(choices[key], member[key], language),
    });
    return [
      {
        key: "name",
        title: say("name"),
        width: 150,
        isKept: true,
        isFixed: true,
        render: (member) => <Name member={member} search={search} />,
      },
      {
        key: "tier",
        title: say("tier"),
        width: 80,
        render: (member) => levelName(choices, member.level, language) ?? "–",
      },
      {
        key: "state",
        title: say("state"),
        width: 90,
        render: (member) => <State member={member} choices={choices} />,
      },
      named("rfm_class"),
      named("quadrant"),
      named("value_class"),
      {
        key: "last",
        title: say("last"),
        width: 120,
        sort: "last",
        render: (member) => member.last_on ?? "–",
      },
      {
        key: "visits",
        title: say("visits"),
        width: 125,
        sort: "visits",
        isFigure: true,
        render: (member) => count(member.receipts, language),
      },
      {
        key: "spent",
        title: say("spent"),
        width: 135,
        sort: "spent",
        isFigure: true,
        render: (member) => money(member.spent_minor, language),
      },
      {
        key: "points",
        title: say("points"),
        width: 105,
        sort: "points",
        isFigure: true,
        render: (member) => count(member.points, language),
      },
      {
        key: "stored",
        title: say("stored"),
        width: 100,
        isFigure: true,
        render: (member) => (member.stored_minor ? money(member.stored_minor, language) : "–"),
      },
      { key: "owner", title: say("ownedBy"), width: 180, render: (member) => <Owner member={member} /> },
      {
        key: "tags",
        title: say("tags"),
        width: 150,
        render: (member) => member.tags.map((tag) => <Tag key={tag.tag_id}>{inLanguage(tag, language)}</Tag>),
      },
      {
        key: "joined",
        title: say("joined"),
        width: 120,
        sort: "joined",
        isOff: true,
        render: (member) => member.joined_on,
      },
      { key: "number", title: say("number"), width: 170, isOff: true, render: (member) => member.number },
      {
        key: "status",
        title: say("status"),
        width: 100,
        isOff: true,
        render: (member) => <Tag>{say(member.status)}</Tag>,
      },
    ];
  }, [choices, search, say, language]);
}

function Name({ member, search }: { member: Member; search: string }) {
  const { say } = useMemberTexts();
  return (
    <Flex vertical style={{ lineHeight: 1.35 }}>
      <span>
        <Link to={`/members/${member.member_id}${search}`}>{member.name_masked || member.number}</Link>
        {member.status === "frozen" && <Tag style={{ marginInlineStart: 6 }}>{say("frozen")}</Tag>}
      </span>
      <Typography.Text type="secondary" style={{ fontSize: 12 }}>
        {member.phone_masked || member.number}
      </Typography.Text>
    </Flex>
  );
}

function Owner({ member }: { member: Member }) {
  return (
    <Flex vertical style={{ lineHeight: 1.35 }}>
      <span>{member.store_name ?? "–"}</span>
      <Typography.Text type="secondary" style={{ fontSize: 12 }}>
        {member.guide_name}
      </Typography.Text>
    </Flex>
  );
}

export function State({ member, choices }: { member: Member; choices: Choices }) {
  const { language } = useMemberTexts();
  if (!member.state) return <>–</>;
  return <Tag color={STATES[member.state] ?? "default"}>{nameOf(choices.state, member.state, language)}</Tag>;
}
