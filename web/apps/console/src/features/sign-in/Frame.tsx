/** The quiet page around everything that comes before the console itself. */
import { Button, Card, Flex, Typography } from "antd";
import type { ReactNode } from "react";
import { useSettings } from "../../kit/settings";
import { useSignInTexts } from "./words";

export function Frame({ children }: { children: ReactNode }) {
  const { say } = useSignInTexts();
  const { language, speak } = useSettings();
  return (
    <Flex
      component="main"
      vertical
      align="center"
      justify="center"
      gap={24}
      style={{ minHeight: "100vh", padding: 16, background: "var(--ant-color-bg-layout)" }}
    >
      <Flex vertical align="center" gap={8}>
        <img src="/console/favicon.svg" alt="" width={56} height={56} />
        <Typography.Title level={2} style={{ margin: 0 }}>
          熟客 Shuke
        </Typography.Title>
        <Typography.Text type="secondary">{say("slogan")}</Typography.Text>
      </Flex>
      <Card style={{ width: "100%", maxWidth: 400 }}>{children}</Card>
      <Button type="link" onClick={() => speak(language === "zh" ? "en" : "zh")}>
        {language === "zh" ? "English" : "中文"}
      </Button>
    </Flex>
  );
}
