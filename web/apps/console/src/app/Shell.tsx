/** The frame of every page: menu at the side, store, days and search above. */
import { LogoutOutlined, MenuOutlined, MoonOutlined, SunOutlined } from "@ant-design/icons";
import { Button, Drawer, Flex, Grid, Layout, Menu, Space, Tooltip } from "antd";
import { Suspense, useState } from "react";
import { Link, Outlet, useLocation } from "react-router";
import { useScope } from "../kit/scope";
import { useSettings } from "../kit/settings";
import { useMay, useMe, useSignOut } from "../session/session";
import { MemberSearch } from "./MemberSearch";
import { menu } from "./menu";
import { ScopeBar } from "./ScopeBar";
import { useShellTexts } from "./words";

export function Shell() {
  const isWide = Grid.useBreakpoint().lg ?? true;
  const [isOpen, open] = useState(false);
  return (
    <Layout style={{ minHeight: "100vh" }}>
      {isWide ? (
        <Layout.Sider width={216} style={{ position: "sticky", top: 0, height: "100vh", overflow: "auto" }}>
          <Brand />
          <SideMenu />
        </Layout.Sider>
      ) : (
        <Drawer placement="left" size={260} open={isOpen} onClose={() => open(false)} title={<Brand />}>
          <SideMenu onPick={() => open(false)} />
        </Drawer>
      )}
      <Layout>
        <Header onMenu={isWide ? undefined : () => open(true)} />
        <Layout.Content style={{ padding: isWide ? 24 : 12, maxWidth: 1600, width: "100%" }}>
          <Suspense>
            <Outlet />
          </Suspense>
        </Layout.Content>
      </Layout>
    </Layout>
  );
}

function Brand() {
  return (
    <Link
      to="/overview"
      style={{ display: "flex", gap: 10, alignItems: "center", padding: 16, color: "inherit" }}
    >
      <img src="/console/favicon.svg" alt="" width={28} height={28} />
      <strong style={{ fontSize: 17 }}>熟客 Shuke</strong>
    </Link>
  );
}

function SideMenu({ onPick }: { onPick?: () => void }) {
  const { say, language } = useShellTexts();
  const { search } = useScope();
  const may = useMay();
  const here = useLocation().pathname;
  return (
    <nav aria-label={say("menu")}>
      <Menu
        mode="inline"
        selectedKeys={[here]}
        style={{ borderInlineEnd: 0 }}
        onClick={() => onPick?.()}
        items={menu(may).map(({ group, pages }) => ({
          key: group,
          type: "group",
          label: say(group),
          children: pages.map(({ path, entry }) => ({
            key: `/${path}`,
            label: <Link to={`/${path}${search}`}>{entry[language]}</Link>,
          })),
        }))}
      />
    </nav>
  );
}

function Header({ onMenu }: { onMenu: (() => void) | undefined }) {
  const { say } = useShellTexts();
  return (
    <Layout.Header
      style={{ position: "sticky", top: 0, zIndex: 10, height: "auto", padding: "8px 16px", lineHeight: 1.5 }}
    >
      <Flex gap={12} align="center" wrap>
        {onMenu && <Button icon={<MenuOutlined />} aria-label={say("menu")} onClick={onMenu} />}
        <MemberSearch />
        <ScopeBar />
        <Flex flex={1} justify="flex-end">
          <Person />
        </Flex>
      </Flex>
    </Layout.Header>
  );
}

function Person() {
  const { say } = useShellTexts();
  const { language, isDark, speak, darken } = useSettings();
  const me = useMe();
  const signOut = useSignOut();
  return (
    <Space>
      <Button
        type="text"
        onClick={() => speak(language === "zh" ? "en" : "zh")}
        aria-label={say("otherLanguage")}
      >
        {language === "zh" ? "EN" : "中"}
      </Button>
      <Tooltip title={say(isDark ? "brighter" : "darker")}>
        <Button
          type="text"
          icon={isDark ? <SunOutlined /> : <MoonOutlined />}
          aria-label={say(isDark ? "brighter" : "darker")}
          onClick={() => darken(!isDark)}
        />
      </Tooltip>
      <span>{me.name}</span>
      <Tooltip title={say("signOut")}>
        <Button
          type="text"
          icon={<LogoutOutlined />}
          aria-label={say("signOut")}
          onClick={() => void signOut()}
        />
      </Tooltip>
    </Space>
  );
}
