/** Where more was sold than the books say was there; the store's own page puts it right. */
import { api, type Shapes } from "@shuke/api";
import { count } from "@shuke/core";
import { Link } from "react-router";
import { useScope } from "../../kit/scope";
import { useStoreNames } from "./acting";
import { Waiting } from "./Waiting";
import { useMatterTexts } from "./words";

type Level = Shapes["LevelOut"];

const MILLI = 1000;

export function Stock() {
  const { say, language } = useMatterTexts();
  const { storeId, search } = useScope();
  const store = useStoreNames();
  const { data, error, refetch } = api.useQuery("get", "/api/staff/stock/below-zero");
  const rows = data?.levels.filter((level) => !storeId || level.store_id === storeId);
  return (
    <Waiting<Level>
      rows={rows}
      error={error}
      again={() => void refetch()}
      rowKey={({ store_id, sku_id }) => `${store_id} ${sku_id}`}
      columns={[
        {
          title: say("store"),
          render: (_, { store_id }) => <Link to={`/stores/${store_id}${search}`}>{store(store_id)}</Link>,
        },
        { title: say("goods"), dataIndex: "product" },
        { title: say("sku"), dataIndex: "sku" },
        {
          title: say("onHand"),
          align: "right",
          render: (_, { on_hand }) => count(on_hand / MILLI, language),
        },
      ]}
    />
  );
}
