/** Where she stands and why, how she comes, what she spends and on what. */
import { api } from "@shuke/api";
import { Col, Row, Skeleton } from "antd";
import { ProblemView } from "../../../kit/Problem";
import type { Page } from "../page";
import { Categories } from "./Categories";
import { Classes } from "./Classes";
import { Money } from "./Money";
import { Rhythm } from "./Rhythm";
import { Standing } from "./Standing";

export default function Overview({ page }: { page: Page }) {
  const memberId = page.profile.member_id;
  const { data, error, refetch } = api.useQuery("get", "/api/staff/members/{member_id}/visits", {
    params: { path: { member_id: memberId } },
  });
  const waiting = error ? <ProblemView thrown={error} again={() => void refetch()} /> : <Skeleton active />;
  return (
    <Row gutter={[16, 16]}>
      <Col xs={24} xl={14}>
        <Standing page={page} />
      </Col>
      <Col xs={24} xl={10}>
        <Classes memberId={memberId} />
      </Col>
      <Col xs={24}>{data ? <Rhythm found={data} memberId={memberId} /> : waiting}</Col>
      <Col xs={24} xl={14}>
        {data && <Money found={data} memberId={memberId} />}
      </Col>
      <Col xs={24} xl={10}>
        <Categories bought={page.categories} memberId={memberId} />
      </Col>
    </Row>
  );
}
