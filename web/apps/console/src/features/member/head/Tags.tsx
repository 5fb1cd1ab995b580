/** What the chain calls her: each tag with its dimension, by whose word and until when; put and taken here. */
import { PlusOutlined } from "@ant-design/icons";
import { api, type Shapes, staff } from "@shuke/api";
import { inLanguage } from "@shuke/core";
import { Button, Flex, Tag, Tooltip, Typography } from "antd";
import { useMay } from "../../../session/session";
import { useAct } from "../acts/useAct";
import { useActing } from "../shared/section";
import { useCodes } from "../shared/useCodes";
import { useMemberTexts } from "../words";

type Carried = Shapes["CarriedOut"];

export function Tags({ memberId, isClosed }: { memberId: string; isClosed: boolean }) {
  const { say } = useMemberTexts();
  const may = useMay();
  const { open } = useActing();
  const isAble = may("tags.see");
  const { data } = api.useQuery(
    "get",
    "/api/staff/members/{member_id}/tags",
    { params: { path: { member_id: memberId } } },
    { enabled: isAble },
  );
  if (!isAble || !data) return null;
  const canPut = may("tags.put") && !isClosed;
  return (
    <Flex gap={6} wrap align="center">
      {data.map((each) => (
        <OneTag key={each.tag_id} carried={each} memberId={memberId} canTake={canPut} />
      ))}
      {data.length === 0 && <Typography.Text type="secondary">{say("noTags")}</Typography.Text>}
      {canPut && (
        <Button size="small" type="dashed" icon={<PlusOutlined />} onClick={() => open("tag")}>
          {say("addTag")}
        </Button>
      )}
    </Flex>
  );
}

function OneTag({ carried, memberId, canTake }: { carried: Carried; memberId: string; canTake: boolean }) {
  const { say, language } = useMemberTexts();
  const { called } = useCodes();
  const name = inLanguage({ zh: carried.name_zh, en: carried.name_en }, language);
  const dimension = inLanguage({ zh: carried.dimension_zh, en: carried.dimension_en }, language);
  const source = called("tagSource", carried.source);
  const held = carried.until_date
    ? say("tagUntil", { source, day: carried.until_date })
    : say("tagSince", { source, day: carried.from_date });
  const take = useAct(memberId, (tag_id: string, header) =>
    staff.POST("/api/staff/members/{member_id}/tags/removal", {
      params: { path: { member_id: memberId }, header },
      body: { tag_id },
    }),
  );
  return (
    <Tooltip title={held}>
      <Tag
        color="processing"
        closable={canTake && { "aria-label": say("removeTag", { tag: name }) }}
        onClose={(event) => {
          event.preventDefault();
          take.mutate(carried.tag_id);
        }}
        style={{ margin: 0 }}
      >
        {dimension} · {name}
      </Tag>
    </Tooltip>
  );
}
