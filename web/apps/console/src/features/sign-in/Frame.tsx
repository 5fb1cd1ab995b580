/** The quiet page around everything that comes before the console itself. */
import { Button, Card, Flex, Typography } from "antd";
import { type ReactNode, useEffect } from "react";
import { useSettings } from "../../kit/settings";
import { useSignInTexts } from "./words";

/** The glow is a thin veil of the primary colour, so that it is as faint by dark as by light. */
const GROUND = {
  minHeight: "100vh",
  padding: "32px 16px",
  background:
    "radial-gradient(60% 50% at 50% 0%, var(--ant-color-primary-bg) 0%, transparent 100%) var(--ant-color-bg-layout)",
};

export function Frame({ children }: { children: ReactNode }) {
  const { say } = useSignInTexts();
  const { language, isDark, speak, darken } = useSettings();
  useEffect(() => {
    document.title = `${say("signIn")} · 熟客`;
  }, [say]);
  return (
    <Flex component="main" vertical align="center" justify="center" gap={28} style={GROUND}>
      <Flex vertical align="center" gap={4}>
        <img src="/console/favicon.svg" alt="" width={56} height={56} style={{ marginBottom: 12 }} />
        <Typography.Title level={2} style={{ margin: 0 }}>
          熟客 Shuke
        </Typography.Title>
        <Typography.Text type="secondary">{say("slogan")}</Typography.Text>
      </Flex>
      <Card
        style={{ width: "100%", maxWidth: 400, boxShadow: "var(--ant-box-shadow-tertiary)" }}
        styles={{ body: { padding: 28 } }}
      >
        {children}
      </Card>
      <Flex gap={4}>
        <Button type="link" onClick={() => speak(language === "zh" ? "en" : "zh")}>
          {language === "zh" ? "English" : "中文"}
        </Button>
        <Button type="link" onClick={() => darken(!isDark)}>
          {say(isDark ? "brighter" : "darker")}
        </Button>
      </Flex>
    </Flex>
  );
}
