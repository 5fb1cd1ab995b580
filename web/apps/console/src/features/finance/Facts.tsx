/** The few figures that a page is about, side by side. */
import { Card, Col, Row, Statistic, Typography } from "antd";

export interface Fact {
  title: string;
  value: string;
  note?: string | undefined;
}

export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <Row gutter={[12, 12]}>
      {facts.map(({ title, value, note }) => (
        <Col key={title} xs={12} md={8} xl={6} flex="1 1 0">
          <Card size="small" style={{ height: "100%" }}>
            <Statistic title={title} value={value} styles={{ content: { fontSize: 20 } }} />
            {note && <Typography.Text type="secondary">{note}</Typography.Text>}
          </Card>
        </Col>
      ))}
    </Row>
  );
}
