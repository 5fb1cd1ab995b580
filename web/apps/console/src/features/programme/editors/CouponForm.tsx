/** A coupon template in the words of the trade, with the coupon as the customer sees it. */
import { Flex, Typography, theme } from "antd";
import { useDraft } from "../fields/draft";
import { PartFaults } from "../fields/Field";
import { describe } from "../model/speech";
import { figureText } from "../model/units";
import { useProgrammeTexts } from "../words";
import { Section } from "./Section";

const ROOT = [] as const;

export function CouponForm() {
  const { say } = useProgrammeTexts();
  return (
    <Flex vertical gap={16}>
      <PartFaults at={ROOT} />
      <Ticket />
      <Section title={say("whatGives")} fields={["name", "gives", "threshold_minor"]} />
      <Section title={say("whenValid")} fields={["validity", "weekdays", "from_time", "to_time"]} />
      <Section title={say("which")} fields={["goods", "store_ids", "channels"]} />
      <Section
        title={say("howIssued")}
        fields={["ways", "per_member", "limited_stock", "limited_per_store", "members_only", "transferable"]}
      />
      <Section title={say("together")} fields={["with_promotions", "group", "returnable"]} />
      <Section title={say("whoPays")} fields={["funder", "face_minor"]} />
    </Flex>
  );
}

function Ticket() {
  const { say, language } = useProgrammeTexts();
  const { token } = theme.useToken();
  const { body, form, speaker } = useDraft();
  const node = (name: string) => form.properties?.[name] ?? {};
  const threshold = Number(body.threshold_minor ?? 0);
  const from = node("threshold_minor");
  const label = language === "zh" ? from.zh : from.en;
  return (
    <div
      style={{
        display: "flex",
        maxWidth: 460,
        borderRadius: 10,
        overflow: "hidden",
        border: `1px solid ${token.colorPrimaryBorder}`,
      }}
    >
      <div style={{ background: token.colorPrimaryBg, padding: 16, flex: "0 0 auto", maxWidth: 200 }}>
        <strong style={{ fontSize: 18, color: token.colorPrimaryText }}>
          {describe(node("gives"), body.gives, speaker)}
        </strong>
        {threshold > 0 && (
          <div style={{ fontSize: 12 }}>
            {label} {figureText(threshold, "minor", language)}
          </div>
        )}
      </div>
      <div style={{ padding: 16, minWidth: 0, borderInlineStart: `1px dashed ${token.colorPrimaryBorder}` }}>
        <div style={{ fontWeight: 600 }}>{String(body.name || say("name"))}</div>
        <Typography.Text type="secondary" style={{ fontSize: 12 }}>
          {describe(node("validity"), body.validity, speaker)}
        </Typography.Text>
      </div>
    </div>
  );
}
