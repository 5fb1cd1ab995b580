/** The few figures that a page is about, side by side; two beside each other on a phone. */
import { Card, Statistic, Typography } from "antd";

export interface Fact {
  title: string;
  value: string;
  note?: string | undefined;
}

const PLACES = { display: "grid", gap: 12, gridTemplateColumns: "repeat(auto-fit, minmax(150px, 1fr))" };
const CONTENT = { fontSize: "clamp(15px, 4vw, 20px)" };

export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <div style={PLACES}>
      {facts.map(({ title, value, note }) => (
        <Card key={title} size="small">
          <Statistic title={title} value={value} styles={{ content: CONTENT }} />
          {note && <Typography.Text type="secondary">{note}</Typography.Text>}
        </Card>
      ))}
    </div>
  );
}
