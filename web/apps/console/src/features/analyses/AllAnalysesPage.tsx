/** Every analysis that there is, by group, with one line each. */
import { SearchOutlined } from "@ant-design/icons";
import { inLanguage } from "@shuke/core";
import { Card, Col, Empty, Input, Row, Skeleton, Typography } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { PageHead } from "../../kit/PageHead";
import { ProblemView } from "../../kit/Problem";
import { useScope } from "../../kit/scope";
import { GROUPS, inGroup, type Measure, useCatalogue } from "./measures";
import { useAnalysisTexts } from "./words";

export default function AllAnalysesPage() {
  const { say } = useAnalysisTexts();
  const [wanted, want] = useState("");
  const { data, error, refetch } = useCatalogue();
  const offered = data?.filter((each) => each.group !== "member") ?? [];
  const shown = GROUPS.map((group) => ({ group, measures: inGroup(offered, group, wanted) }));
  const isNothing = shown.every(({ measures }) => measures.length === 0);
  return (
    <>
      <PageHead
        title={say("all")}
        says={data && say("allSays", { count: offered.length })}
        actions={
          <Input
            allowClear
            prefix={<SearchOutlined />}
            placeholder={say("find")}
            aria-label={say("find")}
            value={wanted}
            onChange={(event) => want(event.target.value)}
            style={{ width: 260 }}
          />
        }
      />
      {error && <ProblemView thrown={error} again={() => void refetch()} />}
      {!data && !error && <Skeleton active paragraph={{ rows: 10 }} />}
      {data && isNothing && <Empty />}
      {shown.map(
        ({ group, measures }) =>
          measures.length > 0 && <Group key={group} group={group} measures={measures} />,
      )}
    </>
  );
}

function Group({ group, measures }: { group: (typeof GROUPS)[number]; measures: Measure[] }) {
  const { say, language } = useAnalysisTexts();
  const { search } = useScope();
  return (
    <section style={{ marginBottom: 24 }}>
      <Typography.Title level={4} style={{ marginBottom: 0 }}>
        {say(group)}
      </Typography.Title>
      <Typography.Paragraph type="secondary">{say(`${group}Says`)}</Typography.Paragraph>
      <Row gutter={[12, 12]}>
        {measures.map((measure) => (
          <Col key={measure.name} xs={24} md={12} xl={8}>
            <Card size="small" style={{ height: "100%" }}>
              <Link to={`/analyses/${measure.name}${search}`}>
                <strong>{inLanguage(measure, language)}</strong>
              </Link>
              <Typography.Paragraph style={{ margin: "4px 0" }}>
                {language === "zh" ? measure.says_zh : measure.says_en}
              </Typography.Paragraph>
              <Typography.Text type="secondary" style={{ fontSize: 12 }}>
                {say(isOpen(measure) ? "opens" : "opensNot")}
              </Typography.Text>
            </Card>
          </Col>
        ))}
      </Row>
    </section>
  );
}

/** A list of members opens by itself: each row leads to her page. */
function isOpen(measure: Measure): boolean {
  return measure.opens.length > 0 || measure.name.endsWith("-members");
}
