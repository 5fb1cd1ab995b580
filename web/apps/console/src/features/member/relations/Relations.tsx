/** Whom she belongs with: who brought her, whom she brought, with whom she shares, and who may be she herself. */
import { Col, Row } from "antd";
import { useMay } from "../../../session/session";
import { Duplicates } from "./Duplicates";
import { Merges } from "./Merges";
import { Brought, Referrer, Rewards } from "./Referrals";
import { Shared } from "./Shared";

export default function Relations({ memberId }: { memberId: string }) {
  const may = useMay();
  const parts = [
    ...(may("referrals.see") ? [Referrer, Brought, Rewards] : []),
    ...(may("passes.see") ? [Shared] : []),
    ...(may("members.merge") ? [Duplicates, Merges] : []),
  ];
  return (
    <Row gutter={[16, 16]}>
      {parts.map((Part) => (
        <Col key={Part.name} xs={24} xl={12}>
          <Part memberId={memberId} />
        </Col>
      ))}
    </Row>
  );
}
