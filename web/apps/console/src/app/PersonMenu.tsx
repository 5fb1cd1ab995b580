/** Who is signed in, as what; language, darkness and the way out. */
import {
  LogoutOutlined,
  MoonOutlined,
  SunOutlined,
  TranslationOutlined,
  UserOutlined,
} from "@ant-design/icons";
import { Button, Dropdown, Typography } from "antd";
import { useSettings } from "../kit/settings";
import { useMe, useSignOut } from "../session/session";
import { useRoleTexts, useShellTexts } from "./words";

export function PersonMenu({ isWide }: { isWide: boolean }) {
  const { say } = useShellTexts();
  const { language, isDark, speak, darken } = useSettings();
  const me = useMe();
  const signOut = useSignOut();
  const items = [
    { key: "who", type: "group" as const, label: <Who /> },
    { key: "between", type: "divider" as const },
    {
      key: "language",
      icon: <TranslationOutlined />,
      label: say("otherLanguage"),
      onClick: () => speak(language === "zh" ? "en" : "zh"),
    },
    {
      key: "dark",
      icon: isDark ? <SunOutlined /> : <MoonOutlined />,
      label: say(isDark ? "brighter" : "darker"),
      onClick: () => darken(!isDark),
    },
    { key: "out", icon: <LogoutOutlined />, label: say("signOut"), onClick: () => void signOut() },
  ];
  return (
    <Dropdown trigger={["click"]} placement="bottomRight" menu={{ items }}>
      <Button type="text" aria-label={say("person", { name: me.name ?? "" })} aria-haspopup="menu">
        <span className="face" aria-hidden>
          <UserOutlined />
        </span>
        {isWide && <span>{me.name}</span>}
      </Button>
    </Dropdown>
  );
}

function Who() {
  const { say } = useRoleTexts();
  const me = useMe();
  return (
    <div style={{ maxWidth: 240 }}>
      <Typography.Text strong style={{ display: "block" }}>
        {me.name}
      </Typography.Text>
      <Typography.Text type="secondary">
        {(me.roles ?? []).map((role) => say(role)).join(" · ")}
      </Typography.Text>
    </div>
  );
}
