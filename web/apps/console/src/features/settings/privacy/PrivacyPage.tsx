/** The data map as the program declares it, and the words that members were asked with. */
import { DownloadOutlined } from "@ant-design/icons";
import { Button, Tabs } from "antd";
import { useSearchParams } from "react-router";
import { PageHead } from "../../../kit/PageHead";
import { NotAllowed } from "../../../kit/Problem";
import { useMay } from "../../../session/session";
import { DataMap } from "./DataMap";
import { Notices } from "./Notices";
import { usePrivacyTexts } from "./words";

export default function PrivacyPage() {
  const { say } = usePrivacyTexts();
  const [params, setParams] = useSearchParams();
  if (!useMay()("privacy.see")) return <NotAllowed />;
  const choose = (tab: string) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      next.set("tab", tab);
      return next;
    });
  return (
    <>
      <PageHead title={say("title")} says={say("says")} actions={<Files />} />
      <Tabs
        activeKey={params.get("tab") ?? "map"}
        onChange={choose}
        items={[
          { key: "map", label: say("map"), children: <DataMap /> },
          { key: "texts", label: say("texts"), children: <Notices /> },
        ]}
      />
    </>
  );
}

function Files() {
  const { say } = usePrivacyTexts();
  return (["xlsx", "csv"] as const).map((format) => (
    <Button key={format} icon={<DownloadOutlined />} href={`/api/staff/data-map?format=${format}`} download>
      {say(format)}
    </Button>
  ));
}
