/** Tags: of which dimension, how many members carry each (a way to them), who made it, and what can be done. */
import { count } from "@shuke/core";
import { Empty, Flex, Tag as Mark, Typography } from "antd";
import { Link } from "react-router";
import { type DataColumn, DataTable } from "../../kit/DataTable";
import { momentText } from "../../kit/moments";
import { useMay } from "../../session/session";
import { TagActs } from "./TagActs";
import { type Dimension, type Tag, useTags } from "./tags";
import { useTagTexts } from "./words";

interface Props {
  dimensions: readonly Dimension[];
  dimensionId: string | null;
  withRetired: boolean;
}

export function TagTable({ dimensions, dimensionId, withRetired }: Props) {
  const { say } = useTagTexts();
  const rows = useTags(dimensionId, withRetired);
  const columns = useColumns(dimensions);
  const none = dimensions.length === 0 ? `${say("noDimension")} · ${say("noneHow")}` : say("none");
  return (
    <DataTable<Tag>
      name="tags"
      label={say("label")}
      columns={columns}
      rows={rows}
      keyOf={(tag) => tag.id}
      card={(tag) => <TagCard tag={tag} dimensions={dimensions} />}
      empty={<Empty style={{ padding: 48 }} description={dimensionId ? say("noneHere") : none} />}
    />
  );
}

function useColumns(dimensions: readonly Dimension[]): DataColumn<Tag>[] {
  const { say } = useTagTexts();
  const nameOf = useNames(dimensions);
  const mayChange = useMay()("tags.change");
  const acts: DataColumn<Tag> = {
    key: "acts",
    title: say("acts"),
    width: 150,
    isKept: true,
    render: (tag) => <TagActs tag={tag} />,
  };
  return [
    { key: "name", title: say("name"), width: 220, isKept: true, render: (tag) => <Name tag={tag} /> },
    { key: "dimension", title: say("dimension"), width: 140, render: (tag) => nameOf(tag.dimension_id) },
    {
      key: "members",
      title: say("members"),
      width: 110,
      isFigure: true,
      render: (tag) => <Carriers tag={tag} />,
    },
    { key: "validity", title: say("validity"), width: 120, render: (tag) => <Validity tag={tag} /> },
    { key: "code", title: say("code"), width: 120, isOff: true, render: (tag) => ownCode(tag) || "–" },
    { key: "by", title: say("madeBy"), width: 120, render: ({ made_by }) => made_by || say("system") },
    { key: "at", title: say("madeAt"), width: 150, render: ({ made_at }) => momentText(made_at) },
    ...(mayChange ? [acts] : []),
  ];
}

function useNames(dimensions: readonly Dimension[]): (id: string) => string {
  const { language } = useTagTexts();
  const names = new Map(
    dimensions.map(({ id, name_zh, name_en }) => [id, language === "zh" ? name_zh : name_en]),
  );
  return (id) => names.get(id) ?? "–";
}

function Name({ tag }: { tag: Tag }) {
  const { say, language } = useTagTexts();
  return (
    <Flex gap={8} align="center">
      <span>{language === "zh" ? tag.name_zh : tag.name_en}</span>
      {tag.retired_at && <Mark>{say("retired")}</Mark>}
    </Flex>
  );
}

/** How many carry it; for whoever may see the members' list, the way to them. */
function Carriers({ tag }: { tag: Tag }) {
  const { language } = useTagTexts();
  const mayList = useMay()("members.list");
  const text = count(tag.members, language);
  return mayList && tag.members > 0 ? <Link to={`/members?tag_id=${tag.id}`}>{text}</Link> : text;
}

function Validity({ tag }: { tag: Tag }) {
  const { say } = useTagTexts();
  return tag.valid_days ? say("forDays", { count: tag.valid_days }) : say("forEver");
}

function TagCard({ tag, dimensions }: { tag: Tag; dimensions: readonly Dimension[] }) {
  const { say } = useTagTexts();
  const nameOf = useNames(dimensions);
  const mayChange = useMay()("tags.change");
  return (
    <Flex vertical gap={4} style={{ whiteSpace: "normal" }}>
      <Flex justify="space-between" gap={8}>
        <Name tag={tag} />
        <span>
          {say("members")} <Carriers tag={tag} />
        </span>
      </Flex>
      <Typography.Text type="secondary">
        {nameOf(tag.dimension_id)} · <Validity tag={tag} /> · {tag.made_by || say("system")}
      </Typography.Text>
      {mayChange && <TagActs tag={tag} />}
    </Flex>
  );
}

/** A tag that was given no code goes by its id, which tells a person nothing. */
function ownCode({ id, code }: Tag): string {
  return code === id ? "" : code;
}
