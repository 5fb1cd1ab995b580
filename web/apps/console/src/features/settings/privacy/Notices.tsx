/** The words that members are shown before they consent, each version with how it was answered. */
import { api, type Shapes } from "@shuke/api";
import { count, inLanguage } from "@shuke/core";
import { Card, Descriptions, Flex, Skeleton, Tag, Typography } from "antd";
import { momentText } from "../../../kit/moments";
import { ProblemView } from "../../../kit/Problem";
import { usePrivacyTexts } from "./words";

type Text = Shapes["PrivacyTextOut"];

const NAMES = {
  marketing: "marketing",
  profiling: "profiling",
  sharing: "sharing",
  sensitive: "sensitiveText",
  child: "childText",
} as const;

export function Notices() {
  const { say } = usePrivacyTexts();
  const { data, error, refetch } = api.useQuery("get", "/api/staff/privacy-texts", {}, { staleTime: 60_000 });
  if (error) return <ProblemView thrown={error} again={() => void refetch()} />;
  if (!data) return <Skeleton active paragraph={{ rows: 8 }} />;
  return (
    <Flex vertical gap={12}>
      <Typography.Text type="secondary">{say("textsSays")}</Typography.Text>
      {data.map((text) => (
        <Notice key={`${text.purpose} ${text.version}`} text={text} />
      ))}
    </Flex>
  );
}

function Notice({ text }: { text: Text }) {
  const { say, language } = usePrivacyTexts();
  const counted = (key: "granted" | "refused" | "withdrawn") => ({
    key,
    label: say(key),
    children: count(text[key], language),
  });
  const version = text.version === 0 ? say("standard") : say("version", { version: text.version });
  return (
    <Card
      size="small"
      title={`${say(NAMES[text.purpose])} · ${version}`}
      extra={
        <Tag color={text.in_force ? "success" : "default"}>{say(text.in_force ? "inForce" : "former")}</Tag>
      }
    >
      <Flex vertical gap={12}>
        <Typography.Text>{inLanguage(text, language)}</Typography.Text>
        <Descriptions
          size="small"
          column={{ xs: 1, sm: 3 }}
          items={[counted("granted"), counted("refused"), counted("withdrawn")]}
        />
        <Typography.Text type="secondary">
          {text.published_at && `${say("published", { at: momentText(text.published_at) })} · `}
          {say("fingerprint")} <Typography.Text code>{text.sha256.slice(0, 16)}…</Typography.Text>
        </Typography.Text>
      </Flex>
    </Card>
  );
}
