/** Two accounts of one person made one: the other is found, what would follow is shown, and then it is done. */
import { api, type Shapes, staff } from "@shuke/api";
import { count, inLanguage, money } from "@shuke/core";
import { Alert, Descriptions, Flex, Input, Radio, Skeleton, Tag } from "antd";
import { useState } from "react";
import { ProblemView } from "../../../kit/Problem";
import { useMay } from "../../../session/session";
import { useProfileTexts } from "../profile/words";
import { MemberLink } from "../shared/MemberLink";
import { ActDrawer, ReasonField } from "./ActDrawer";
import type { ActProps } from "./act";
import { useAct } from "./useAct";
import { useActTexts } from "./words";

interface Values {
  reason: string;
}

const LEAST = 4;
const IN_FEN = /\(分\)|\(fen\)/;

export function Merge({ memberId, of, close }: ActProps) {
  const { say } = useActTexts();
  const [otherId, choose] = useState(of);
  const act = useAct(
    memberId,
    ({ reason }: Values, header) =>
      staff.POST("/api/staff/merges", {
        params: { header },
        body: { survivor_id: memberId, merged_id: otherId ?? "", reason },
      }),
    close,
  );
  return (
    <ActDrawer<Values>
      title={say("merge")}
      says={say("mergeSays")}
      okText={say("ok")}
      act={act}
      close={close}
      width={560}
    >
      {!of && <Find memberId={memberId} chosen={otherId} choose={choose} />}
      {otherId && <Preview memberId={memberId} otherId={otherId} />}
      {otherId && <ReasonField />}
    </ActDrawer>
  );
}

interface FindProps {
  memberId: string;
  chosen: string | null;
  choose: (memberId: string) => void;
}

function Find({ memberId, chosen, choose }: FindProps) {
  const { say } = useActTexts();
  const may = useMay();
  const [text, setText] = useState("");
  const { data, error, isLoading } = api.useQuery(
    "get",
    "/api/staff/members/find",
    { params: { query: { text } } },
    { enabled: may("members.find") && text.length >= LEAST, retry: false },
  );
  const others = data?.members.filter((each) => each.member_id !== memberId) ?? [];
  return (
    <Flex vertical gap={12} style={{ marginBottom: 16 }}>
      <Input.Search
        placeholder={say("mergeFind")}
        aria-label={say("mergeFind")}
        onSearch={(wanted) => setText(wanted.trim())}
        loading={isLoading}
        enterButton
      />
      {error && <ProblemView thrown={error} />}
      {data && others.length === 0 && <Alert type="info" showIcon title={say("mergeNobody")} />}
      <Radio.Group value={chosen} onChange={({ target }) => choose(String(target.value))}>
        <Flex vertical gap={4}>
          {others.map((each) => (
            <Radio key={each.member_id} value={each.member_id}>
              {each.name_masked} · {each.phone_masked} · {each.number}
            </Radio>
          ))}
        </Flex>
      </Radio.Group>
    </Flex>
  );
}

function Preview({ memberId, otherId }: { memberId: string; otherId: string }) {
  const { data, error, isLoading } = api.useQuery(
    "post",
    "/api/staff/merges/preview",
    { body: { survivor_id: memberId, merged_id: otherId } },
    { retry: false },
  );
  if (error) return <ProblemView thrown={error} />;
  if (isLoading || !data) return <Skeleton active />;
  return <Picture found={data} otherId={otherId} />;
}

function Picture({ found, otherId }: { found: Shapes["PreviewOut"]; otherId: string }) {
  const { say, language } = useActTexts();
  const labels = useFieldLabels();
  const amount = (line: Shapes["FollowOut"]) =>
    IN_FEN.test(line.what_zh) ? money(line.amount, language) : count(line.amount, language);
  const follows = found.follows.filter((each) => each.amount !== 0);
  const tags = (texts: string[]) =>
    texts.length === 0 ? say("nothing") : texts.map((each) => <Tag key={each}>{each}</Tag>);
  return (
    <Descriptions
      size="small"
      bordered
      column={1}
      style={{ marginBottom: 16 }}
      title={<MemberLink memberId={otherId} />}
      items={[
        { key: "identities", label: say("mergeIdentities"), children: tags(found.identities) },
        { key: "filled", label: say("mergeFilled"), children: tags(found.filled.map(labels)) },
        { key: "conflicts", label: say("mergeConflicts"), children: tags(found.conflicts.map(labels)) },
        ...follows.map((line) => ({
          key: `${line.room} ${line.what_en}`,
          label: inLanguage({ zh: line.what_zh, en: line.what_en }, language).replace(IN_FEN, ""),
          children: amount(line),
        })),
      ]}
    />
  );
}

function useFieldLabels() {
  const { say, language } = useProfileTexts();
  const { data } = api.useQuery("get", "/api/staff/profile-fields", {}, { staleTime: 300_000 });
  return (key: string) => {
    if (key === "name" || key === "gender" || key === "birthday") return say(key);
    const field = data?.find((each) => each.key === key);
    return field ? inLanguage({ zh: field.label_zh, en: field.label_en }, language) : "–";
  };
}
