/** The organisation: regions as a tree beside their stores, with who owns each and whether it trades. */
import { PlusOutlined } from "@ant-design/icons";
import { Button, Card, Col, Empty, Flex, Input, Row, Skeleton, Tag, Tree } from "antd";
import { useDeferredValue, useState } from "react";
import { Link, useSearchParams } from "react-router";
import { PageHead } from "../../kit/PageHead";
import { ProblemView } from "../../kit/Problem";
import { type Store, useEveryStore } from "../../kit/stores";
import { Table } from "../../kit/Table";
import { useMay } from "../../session/session";
import { NewEntity, NewRegion, NewStore } from "./NewPlaces";
import { type Branch, branchesOf, fittingStores, type Region } from "./tree";
import { usePlaces } from "./usePlaces";
import { useStoreTexts } from "./words";

export default function StoresPage() {
  const { say } = useStoreTexts();
  const stores = useEveryStore();
  const { regions, entities } = usePlaces();
  const error = stores.error ?? regions.error ?? entities.error;
  const again = () => {
    void stores.refetch();
    void regions.refetch();
    void entities.refetch();
  };
  const isReady = stores.data && regions.data && entities.data;
  const direct = stores.data?.filter(({ kind }) => kind === "direct").length ?? 0;
  const says = say("says", {
    stores: stores.data?.length ?? 0,
    direct,
    franchise: (stores.data?.length ?? 0) - direct,
    regions: regions.data?.items.length ?? 0,
    entities: entities.data?.items.length ?? 0,
  });
  return (
    <>
      <PageHead title={say("title")} says={isReady && says} actions={<Acts again={again} />} />
      {error && <ProblemView thrown={error} again={again} />}
      {!isReady && !error && <Skeleton active paragraph={{ rows: 10 }} />}
      {isReady && <Shown stores={stores.data} regions={regions.data.items} />}
    </>
  );
}

function Acts({ again }: { again: () => void }) {
  const { say } = useStoreTexts();
  const [opened, open] = useState<"store" | "region" | "entity" | null>(null);
  if (!useMay()("org.change")) return null;
  const close = () => open(null);
  const done = () => {
    close();
    again();
  };
  return (
    <>
      <Button onClick={() => open("entity")}>{say("addEntity")}</Button>
      <Button onClick={() => open("region")}>{say("addRegion")}</Button>
      <Button type="primary" icon={<PlusOutlined />} onClick={() => open("store")}>
        {say("open")}
      </Button>
      <NewStore isOpen={opened === "store"} close={close} done={done} />
      <NewRegion isOpen={opened === "region"} close={close} done={done} />
      <NewEntity isOpen={opened === "entity"} close={close} done={done} />
    </>
  );
}

function Shown({ stores, regions }: { stores: readonly Store[]; regions: readonly Region[] }) {
  const { say } = useStoreTexts();
  const [params, setParams] = useSearchParams();
  const [text, setText] = useState("");
  const region = params.get("region") ?? "";
  const choose = (key: string) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      if (key) next.set("region", key);
      else next.delete("region");
      return next;
    });
  const shown = fittingStores(stores, regions, { text: useDeferredValue(text), region });
  const branches = branchesOf(regions, stores, say("noRegion"));
  const whole: Branch = { key: "", name: say("chain"), stores: stores.length, children: branches };
  return (
    <Row gutter={[16, 16]}>
      <Col xs={24} lg={6}>
        <Card size="small" title={say("tree")}>
          <Tree<Branch>
            blockNode
            defaultExpandAll
            aria-label={say("tree")}
            treeData={[whole]}
            selectedKeys={[region]}
            onSelect={(keys) => choose(String(keys[0] ?? ""))}
            titleRender={({ name, stores: many }) => `${name} (${many})`}
          />
        </Card>
      </Col>
      <Col xs={24} lg={18}>
        <Flex vertical gap={12}>
          <Input.Search
            aria-label={say("search")}
            placeholder={say("search")}
            allowClear
            value={text}
            onChange={({ target }) => setText(target.value)}
            style={{ maxWidth: 320 }}
          />
          <List stores={shown} />
        </Flex>
      </Col>
    </Row>
  );
}

function List({ stores }: { stores: Store[] }) {
  const { say } = useStoreTexts();
  return (
    <Table<Store>
      stacks
      rowKey="id"
      dataSource={stores}
      pagination={stores.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
      locale={{ emptyText: <Empty description={say("none")} /> }}
      columns={[
        { title: say("code"), dataIndex: "code" },
        { title: say("name"), render: (_, { id, name }) => <Link to={`/stores/${id}`}>{name}</Link> },
        { title: say("kind"), render: (_, { kind }) => <KindTag kind={kind} /> },
        { title: say("region"), render: (_, { region }) => region ?? "–" },
        { title: say("entity"), dataIndex: "entity" },
        { title: say("openedOn"), render: (_, { opened_on }) => opened_on ?? "–" },
        { title: say("state"), render: (_, store) => <StateTag store={store} /> },
      ]}
    />
  );
}

export function KindTag({ kind }: { kind: Store["kind"] }) {
  const { say } = useStoreTexts();
  return <Tag color={kind === "direct" ? "processing" : "default"}>{say(kind)}</Tag>;
}

export function StateTag({ store }: { store: Store }) {
  const { say } = useStoreTexts();
  if (store.is_active) return <Tag color="success">{say("active")}</Tag>;
  return (
    <Tag>
      {say("closed")} {store.closed_on}
    </Tag>
  );
}
