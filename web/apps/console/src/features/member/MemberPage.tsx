/** A member whole: where she stands and what lifts her, what she holds, how she comes, what she buys, and why. */
import { api, type Shapes } from "@shuke/api";
import { count, inLanguage, money } from "@shuke/core";
import { Card, Col, Descriptions, Flex, Row, Skeleton, Statistic, Table, Tag, Typography } from "antd";
import { useParams } from "react-router";
import { PageHead } from "../../kit/PageHead";
import { ProblemView } from "../../kit/Problem";
import { Classes } from "./Classes";
import { PointsStatement } from "./PointsStatement";
import { Standing } from "./Standing";
import { useMemberTexts } from "./words";

export type MemberPageData = Shapes["MemberPageOut"];

export default function MemberPage() {
  const { memberId = "" } = useParams();
  const { data, error, isLoading, refetch } = api.useQuery("get", "/api/staff/members/{member_id}/page", {
    params: { path: { member_id: memberId } },
  });
  if (error) return <ProblemView thrown={error} again={() => void refetch()} />;
  if (isLoading || !data) return <Skeleton active paragraph={{ rows: 12 }} />;
  return <Shown page={data} memberId={memberId} />;
}

function Shown({ page, memberId }: { page: MemberPageData; memberId: string }) {
  const { say } = useMemberTexts();
  const { profile } = page;
  const phone = profile.identities.find((each) => each.kind === "phone")?.masked;
  return (
    <>
      <PageHead
        title={profile.name_masked || profile.number}
        says={
          <Flex gap={8} wrap component="span">
            {phone} · {profile.number} · {say("enrolled", { day: profile.enrolled_on })}
            <Tag>{say(profile.status)}</Tag>
          </Flex>
        }
      />
      <Row gutter={[16, 16]}>
        <Col xs={24} lg={14}>
          <Standing page={page} />
        </Col>
        <Col xs={24} lg={10}>
          <Holds page={page} />
        </Col>
        <Col xs={24} lg={14}>
          <Classes memberId={memberId} rhythm={page.rhythm ?? null} />
        </Col>
        <Col xs={24} lg={10}>
          <Profile page={page} />
        </Col>
        <Col xs={24} lg={14}>
          <Receipts page={page} />
        </Col>
        <Col xs={24} lg={10}>
          <Categories page={page} />
        </Col>
        <Col xs={24}>
          <PointsStatement memberId={memberId} />
        </Col>
      </Row>
    </>
  );
}

function Holds({ page }: { page: MemberPageData }) {
  const { say, language } = useMemberTexts();
  return (
    <Card size="small" style={{ height: "100%" }}>
      <Row gutter={16}>
        <Col span={12}>
          <Statistic title={say("points")} value={count(page.points.available, language)} />
          {page.points.pending > 0 && (
            <Typography.Text type="secondary">
              {say("pending", { points: count(page.points.pending, language) })}
            </Typography.Text>
          )}
        </Col>
        <Col span={12}>
          <Statistic title={say("growth")} value={count(page.tier.growth, language)} />
        </Col>
      </Row>
      {page.points_ending.map((ending) => (
        <div key={ending.expires_on}>
          <Typography.Text type="warning">
            {say("ending", { points: count(ending.points, language), day: ending.expires_on })}
          </Typography.Text>
        </div>
      ))}
    </Card>
  );
}

function Profile({ page }: { page: MemberPageData }) {
  const { say, language } = useMemberTexts();
  return (
    <Card size="small" title={say("profile")} style={{ height: "100%" }}>
      <Descriptions
        size="small"
        column={1}
        items={page.profile.entries.map((entry) => ({
          key: entry.key,
          label: inLanguage({ zh: entry.label_zh, en: entry.label_en }, language),
          children: entry.value,
        }))}
      />
      <Typography.Text type="secondary">{say("consents")}</Typography.Text>
      <Flex gap={4} wrap style={{ marginTop: 4 }}>
        {page.profile.consents.map((consent) => (
          <Tag
            key={`${consent.purpose} ${consent.channel}`}
            color={consent.decision === "granted" ? "success" : "default"}
          >
            {consent.purpose} · {say(consent.decision as "granted" | "withdrawn" | "refused")}
          </Tag>
        ))}
      </Flex>
    </Card>
  );
}

function Receipts({ page }: { page: MemberPageData }) {
  const { say, language } = useMemberTexts();
  return (
    <Card size="small" title={say("receipts")}>
      <Table
        size="small"
        rowKey="id"
        dataSource={page.receipts}
        pagination={false}
        scroll={{ x: "max-content" }}
        columns={[
          { title: say("day"), dataIndex: "business_date" },
          { title: say("receipt"), dataIndex: "external_id" },
          { title: say("kind"), render: (_, receipt) => say(receipt.kind === "return" ? "return" : "sale") },
          { title: say("lines"), dataIndex: "line_count", align: "right" },
          { title: say("net"), align: "right", render: (_, receipt) => money(receipt.net_minor, language) },
        ]}
      />
    </Card>
  );
}

function Categories({ page }: { page: MemberPageData }) {
  const { say, language } = useMemberTexts();
  return (
    <Card size="small" title={say("categories")} style={{ height: "100%" }}>
      <Table
        size="small"
        rowKey="category"
        dataSource={page.categories}
        pagination={false}
        columns={[
          { title: say("category"), dataIndex: "category" },
          { title: say("times"), dataIndex: "purchases", align: "right" },
          { title: say("net"), align: "right", render: (_, bought) => money(bought.net_minor, language) },
        ]}
      />
    </Card>
  );
}
