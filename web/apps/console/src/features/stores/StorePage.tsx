/** One store: what it is, its tills and its stock. */
import { api } from "@shuke/api";
import { Descriptions, Skeleton, Tabs } from "antd";
import { useParams, useSearchParams } from "react-router";
import { PageHead } from "../../kit/PageHead";
import { ProblemView } from "../../kit/Problem";
import { useMay } from "../../session/session";
import { Stock } from "./Stock";
import { StoreActs } from "./StoreActs";
import { KindTag, StateTag } from "./StoresPage";
import { Tills } from "./Tills";
import { useStoreTexts } from "./words";

export default function StorePage() {
  const { say } = useStoreTexts();
  const { storeId = "" } = useParams();
  const may = useMay();
  const [params, setParams] = useSearchParams();
  const asked = api.useQuery("get", "/api/staff/stores/{store_id}", {
    params: { path: { store_id: storeId } },
  });
  const store = asked.data;
  if (asked.error) return <ProblemView thrown={asked.error} again={() => void asked.refetch()} />;
  if (!store) return <Skeleton active paragraph={{ rows: 8 }} />;
  const choose = (tab: string) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      next.set("tab", tab);
      return next;
    });
  const tabs = [
    may("tills.see") && { key: "tills", label: say("tills"), children: <Tills storeId={storeId} /> },
    may("stock.see") && { key: "stock", label: say("stock"), children: <Stock storeId={storeId} /> },
  ].filter((tab) => tab !== false);
  return (
    <>
      <PageHead
        title={`${store.code} ${store.name}`}
        actions={may("org.change") && <StoreActs store={store} again={() => void asked.refetch()} />}
      />
      <Descriptions
        size="small"
        bordered
        column={{ xs: 1, sm: 2, lg: 3 }}
        items={[
          { key: "state", label: say("state"), children: <StateTag store={store} /> },
          { key: "kind", label: say("kind"), children: <KindTag kind={store.kind} /> },
          { key: "region", label: say("region"), children: store.region ?? "–" },
          { key: "entity", label: say("entity"), children: store.entity },
          { key: "opened", label: say("openedOn"), children: store.opened_on ?? "–" },
          { key: "closed", label: say("closedOn"), children: store.closed_on ?? "–" },
        ]}
      />
      <Tabs activeKey={params.get("tab") ?? tabs[0]?.key ?? ""} onChange={choose} items={tabs} />
    </>
  );
}
