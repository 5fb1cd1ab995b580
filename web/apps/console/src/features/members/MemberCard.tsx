/** A member of the list on a small screen. */
import { count, inLanguage, money } from "@shuke/core";
import { Flex, Tag, Typography } from "antd";
import { Link } from "react-router";
import type { Choices } from "./choices";
import { State } from "./columns";
import type { Member } from "./member";
import { levelName } from "./said";
import { useMemberTexts } from "./words";

interface Props {
  member: Member;
  choices: Choices;
  search: string;
}

export function MemberCard({ member, choices, search }: Props) {
  const { say, language } = useMemberTexts();
  const tier = levelName(choices, member.level, language);
  const figures = [
    `${say("last")} ${member.last_on ?? "–"}`,
    `${say("spent")} ${money(member.spent_minor, language, 0)}`,
    `${say("points")} ${count(member.points, language)}`,
  ];
  return (
    <Flex vertical gap={2} style={{ whiteSpace: "normal" }}>
      <Flex gap={6} align="center" wrap>
        <Link to={`/members/${member.member_id}${search}`}>
          <strong>{member.name_masked || member.number}</strong>
        </Link>
        <Typography.Text type="secondary">{member.phone_masked}</Typography.Text>
        {tier && <Tag>{tier}</Tag>}
        <State member={member} choices={choices} />
        {member.tags.map((tag) => (
          <Tag key={tag.tag_id}>{inLanguage(tag, language)}</Tag>
        ))}
      </Flex>
      <span>{figures.join(" · ")}</span>
      <Typography.Text type="secondary">
        {[member.store_name, member.guide_name].filter(Boolean).join(" · ")}
      </Typography.Text>
    </Flex>
  );
}
