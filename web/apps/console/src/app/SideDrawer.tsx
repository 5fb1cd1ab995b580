/** The menu of a small screen, which comes when it is opened. */
import { Drawer } from "antd";
import type { ReactNode } from "react";
import { SideMenu } from "./SideMenu";

export default function SideDrawer({ title, onClose }: { title: ReactNode; onClose: () => void }) {
  return (
    <Drawer
      open
      placement="left"
      size={260}
      onClose={onClose}
      title={title}
      styles={{ body: { padding: 0 }, header: { padding: "0 16px" } }}
    >
      <SideMenu onPick={onClose} />
    </Drawer>
  );
}
