/** One act in full: who, where, why, what was before and after, and the way to what it is about. */
import { inLanguage } from "@shuke/core";
import { Button, Descriptions, Drawer, Flex, Typography } from "antd";
import { Link, useSearchParams } from "react-router";
import { momentText } from "../../kit/moments";
import { useRoleName } from "../../kit/roles";
import { Table, WRAPPED } from "../../kit/Table";
import { type Change, changesOf, type Entry, placeOf, withChoice } from "./entries";
import { fieldName } from "./fields";
import { useValueText } from "./values";
import { useAuditTexts } from "./words";

interface Props {
  entry: Entry | null;
  close: () => void;
}

/** Who did it, in words: a person by name, and others by what they are. */
export function useActor(): (entry: Entry) => string {
  const { say } = useAuditTexts();
  return ({ actor_name, actor_kind }) => {
    if (actor_name) return actor_name;
    const kinds = ["system", "token", "member", "staff"] as const;
    return say(kinds.find((kind) => kind === actor_kind) ?? "system");
  };
}

export function EntryDrawer({ entry, close }: Props) {
  const { say, language } = useAuditTexts();
  const title = entry ? inLanguage(entry.action_name, language) : say("entry");
  return (
    <Drawer open={entry !== null} onClose={close} title={title} size={560}>
      {entry && <Body entry={entry} close={close} />}
    </Drawer>
  );
}

function Body({ entry, close }: { entry: Entry; close: () => void }) {
  const { say, language } = useAuditTexts();
  const role = useRoleName();
  const actor = useActor();
  const kind = inLanguage(entry.subject_kind, language);
  const facts = [
    [say("at"), momentText(entry.at)],
    [say("person"), actor(entry)],
    [say("role"), role(entry.actor_role)],
    [say("subject"), [kind, entry.subject_label].filter(Boolean).join(" · ")],
    [say("store"), entry.store],
    [say("reason"), entry.reason],
    [say("device"), entry.device],
    [say("ip"), entry.ip],
  ] as const;
  return (
    <Flex vertical gap={20}>
      <Descriptions
        size="small"
        bordered
        column={1}
        items={facts
          .filter(([, value]) => value)
          .map(([label, children]) => ({ key: label, label, children }))}
      />
      <Ways entry={entry} close={close} />
      <div>
        <Typography.Title level={5}>{say("changed")}</Typography.Title>
        <Changes entry={entry} />
      </div>
    </Flex>
  );
}

function Ways({ entry, close }: { entry: Entry; close: () => void }) {
  const { say } = useAuditTexts();
  const [, setParams] = useSearchParams();
  const place = placeOf(entry.subject);
  const same = () => {
    setParams((before) => withChoice(before, { subject: entry.subject, action: "", actor: "" }));
    close();
  };
  return (
    <Flex gap={8} wrap>
      {place && (
        <Link to={place}>
          <Button type="primary">{say("open")}</Button>
        </Link>
      )}
      <Button onClick={same}>{say("same")}</Button>
    </Flex>
  );
}

function Changes({ entry }: { entry: Entry }) {
  const { say, language } = useAuditTexts();
  const text = useValueText();
  const changes = changesOf(entry);
  if (changes.length === 0) return <Typography.Text type="secondary">{say("nothing")}</Typography.Text>;
  const wrapped = { style: { wordBreak: "break-word" as const } };
  return (
    <Table<Change>
      scroll={WRAPPED}
      stacks
      rowKey="field"
      dataSource={changes}
      pagination={false}
      columns={[
        { title: say("field"), render: (_, { field }) => fieldName(field, language), onCell: () => wrapped },
        {
          title: say("before"),
          render: (_, { field, before }) => text(field, before),
          onCell: () => wrapped,
        },
        { title: say("after"), render: (_, { field, after }) => text(field, after), onCell: () => wrapped },
      ]}
    />
  );
}
