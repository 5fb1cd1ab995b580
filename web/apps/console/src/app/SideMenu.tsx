/** The menu at the side: the trade's groups, folded to their signs where the person wants the room. */
import {
  AccountBookOutlined,
  CrownOutlined,
  GiftOutlined,
  LineChartOutlined,
  SettingOutlined,
  ShopOutlined,
  TeamOutlined,
} from "@ant-design/icons";
import { Menu } from "antd";
import { type ReactNode, useState } from "react";
import { Link, useLocation } from "react-router";
import type { Entry } from "../kit/pages";
import { useScope } from "../kit/scope";
import { useMay } from "../session/session";
import { menu } from "./menu";
import { pages } from "./pages";
import { placeOf } from "./place";
import { useShellTexts } from "./words";

const SIGNS: Record<Entry["group"], ReactNode> = {
  customers: <TeamOutlined />,
  membership: <CrownOutlined />,
  business: <LineChartOutlined />,
  marketing: <GiftOutlined />,
  finance: <AccountBookOutlined />,
  stores: <ShopOutlined />,
  settings: <SettingOutlined />,
};

export function SideMenu({ isFolded = false, onPick }: { isFolded?: boolean; onPick?: () => void }) {
  const { say, language } = useShellTexts();
  const { search } = useScope();
  const groups = menu(useMay());
  const { entry } = placeOf(useLocation().pathname, pages);
  const here = entry?.entry.group;
  const [opened, open] = useState<string[]>([]);
  const [closed, close] = useState<string | null>(null);
  const openNow = here && here !== closed ? [...new Set([...opened, here])] : opened;
  return (
    <nav aria-label={say("menu")}>
      <Menu
        mode="inline"
        selectedKeys={entry ? [`/${entry.path}`] : []}
        {...(isFolded
          ? {}
          : {
              openKeys: openNow,
              onOpenChange: (keys: string[]) => {
                open(keys);
                close(here && !keys.includes(here) ? here : null);
              },
            })}
        style={{ borderInlineEnd: 0 }}
        onClick={() => onPick?.()}
        items={groups.map(({ group, pages: of }) => ({
          key: group,
          icon: SIGNS[group],
          label: say(group),
          children: of.map(({ path, entry: { zh, en } }) => ({
            key: `/${path}`,
            label: <Link to={`/${path}${search}`}>{language === "zh" ? zh : en}</Link>,
          })),
        }))}
      />
    </nav>
  );
}
