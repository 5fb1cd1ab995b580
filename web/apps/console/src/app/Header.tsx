/** Above every page: what it looks at, the search for everything, notices, and who is signed in. */
import { MenuFoldOutlined, MenuOutlined, MenuUnfoldOutlined } from "@ant-design/icons";
import { Button, Layout } from "antd";
import type { Obeyed } from "../kit/pages";
import { Bell } from "./notices/Bell";
import { PersonMenu } from "./PersonMenu";
import { Search } from "./palette/Search";
import { ScopeBar } from "./ScopeBar";
import { useShellTexts } from "./words";

interface Props {
  isWide: boolean;
  isFolded: boolean;
  onMenu: () => void;
  obeys: readonly Obeyed[];
}

export function Header({ isWide, isFolded, onMenu, obeys }: Props) {
  const { say } = useShellTexts();
  const sign = isFolded ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />;
  const word = isWide ? (isFolded ? "unfold" : "fold") : "menu";
  return (
    <Layout.Header className="head">
      <div className="head-line">
        <Button type="text" icon={isWide ? sign : <MenuOutlined />} aria-label={say(word)} onClick={onMenu} />
        {obeys.length > 0 && <ScopeBar obeys={obeys} />}
        <div className="head-acts">
          <Search isWide={isWide} />
          <Bell />
          <PersonMenu isWide={isWide} />
        </div>
      </div>
    </Layout.Header>
  );
}
