/** What is known of her by group, from where and since when; what she is known by; what she allowed; where sources differ. */
import { EditOutlined } from "@ant-design/icons";
import { api } from "@shuke/api";
import { inLanguage } from "@shuke/core";
import { Button, Card, Col, Descriptions, Flex, Row, Skeleton, Tag, Typography } from "antd";
import { useMay } from "../../../session/session";
import type { Page } from "../page";
import { useActing } from "../shared/section";
import { dayOf } from "../shared/times";
import { useCodes } from "../shared/useCodes";
import { Conflicts } from "./Conflicts";
import { Consents } from "./Consents";
import { BASICS, type Entry, type Field, grouped } from "./fields";
import { useProfileTexts } from "./words";

export default function Profile({ page }: { page: Page }) {
  const memberId = page.profile.member_id;
  const may = useMay();
  const { say } = useProfileTexts();
  const { open } = useActing();
  const isOpen = page.profile.status !== "erased";
  const edit = isOpen && may("members.profile") && (
    <Button size="small" icon={<EditOutlined />} onClick={() => open("profile")}>
      {say("edit")}
    </Button>
  );
  return (
    <Row gutter={[16, 16]}>
      <Col xs={24} xl={14}>
        <Flex vertical gap={16}>
          <Basics page={page} edit={edit} />
          <Groups page={page} />
          <Conflicts memberId={memberId} />
        </Flex>
      </Col>
      <Col xs={24} xl={10}>
        <Flex vertical gap={16}>
          <Identities page={page} />
          <Consents page={page} />
        </Flex>
      </Col>
    </Row>
  );
}

function Basics({ page, edit }: { page: Page; edit: React.ReactNode }) {
  const { say } = useProfileTexts();
  const entries = page.profile.entries;
  return (
    <Card size="small" title={say("basic")} extra={edit}>
      <Descriptions
        size="small"
        column={1}
        items={BASICS.map((key) => ({
          key,
          label: say(key),
          children: <Told entry={entries.find((each) => each.key === key)} />,
        }))}
      />
    </Card>
  );
}

function Groups({ page }: { page: Page }) {
  const { language } = useProfileTexts();
  const { data, isLoading } = api.useQuery("get", "/api/staff/profile-fields", {}, { staleTime: 300_000 });
  const entries = page.profile.entries;
  const label = (field: Field) => inLanguage({ zh: field.label_zh, en: field.label_en }, language);
  if (isLoading) return <Skeleton active />;
  return grouped(data ?? []).map((group) => (
    <Card key={group.name} size="small" title={group.name}>
      <Descriptions
        size="small"
        column={{ xs: 1, md: 2 }}
        items={group.fields.map((field) => ({
          key: field.key,
          label: label(field),
          children: <Told entry={entries.find((each) => each.key === field.key)} />,
        }))}
      />
    </Card>
  ));
}

function Told({ entry }: { entry: Entry | undefined }) {
  const { say } = useProfileTexts();
  const { called } = useCodes();
  if (!entry?.value) return <Typography.Text type="secondary">{say("missing")}</Typography.Text>;
  const day = entry.recorded_at ? dayOf(entry.recorded_at) : "–";
  return (
    <Flex vertical>
      <Typography.Text>{valueText(entry, say("female"), say("male"))}</Typography.Text>
      <Typography.Text type="secondary" style={{ fontSize: 12 }}>
        {say("toldBy", { source: called("source", entry.source), day })}
      </Typography.Text>
    </Flex>
  );
}

function valueText(entry: Entry, female: string, male: string): string {
  if (entry.key !== "gender") return entry.value;
  return entry.value === "female" ? female : male;
}

function Identities({ page }: { page: Page }) {
  const { say } = useProfileTexts();
  const { called } = useCodes();
  return (
    <Card size="small" title={say("identities")}>
      <Flex vertical gap={6}>
        {page.profile.identities.map((each) => (
          <Flex key={`${each.kind} ${each.masked}`} gap={8}>
            <Tag>{called("identity", each.kind)}</Tag>
            <Typography.Text>{each.masked}</Typography.Text>
          </Flex>
        ))}
      </Flex>
    </Card>
  );
}
