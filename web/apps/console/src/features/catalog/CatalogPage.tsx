/** The catalogue: categories with the cycles that hold for them, and the products below the chosen one. */
import { ImportOutlined } from "@ant-design/icons";
import { api } from "@shuke/api";
import { Button, Card, Col, Flex, Row, Skeleton, Tag, Tree, Typography } from "antd";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { PageHead } from "../../kit/PageHead";
import { ProblemView } from "../../kit/Problem";
import { useMay } from "../../session/session";
import { CycleCard } from "./CycleCard";
import { type Category, type Node, treeOf } from "./cycles";
import { ImportProducts } from "./ImportProducts";
import { Products } from "./Products";
import { useCatalogTexts } from "./words";

const MOST = 200;

export default function CatalogPage() {
  const { say } = useCatalogTexts();
  const [isImporting, begin] = useState(false);
  const isAble = useMay()("catalog.change");
  const { data, error, refetch } = api.useQuery("get", "/api/staff/catalog/categories", {
    params: { query: { limit: MOST } },
  });
  const importing = (
    <Button type="primary" icon={<ImportOutlined />} onClick={() => begin(true)}>
      {say("import")}
    </Button>
  );
  return (
    <>
      <PageHead title={say("title")} says={say("says")} actions={isAble && importing} />
      {error && <ProblemView thrown={error} again={() => void refetch()} />}
      {!data && !error && <Skeleton active paragraph={{ rows: 10 }} />}
      {data && <Shown categories={data.items} />}
      <ImportProducts isOpen={isImporting} close={() => begin(false)} />
    </>
  );
}

function Shown({ categories }: { categories: readonly Category[] }) {
  const { say } = useCatalogTexts();
  const [params, setParams] = useSearchParams();
  const chosen = categories.find(({ id }) => id === params.get("category"));
  const choose = (key: string) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      if (key) next.set("category", key);
      else next.delete("category");
      return next;
    });
  const whole: Node = { key: "", name: say("all"), children: treeOf(categories) };
  return (
    <Row gutter={[16, 16]}>
      <Col xs={24} lg={6}>
        <Flex vertical gap={16}>
          <Card size="small" title={say("tree")}>
            <Tree<Node>
              blockNode
              aria-label={say("tree")}
              defaultExpandedKeys={[""]}
              height={420}
              treeData={[whole]}
              selectedKeys={[chosen?.id ?? ""]}
              onSelect={(keys) => choose(String(keys[0] ?? ""))}
              titleRender={({ name }) => name}
            />
          </Card>
          <Brands />
        </Flex>
      </Col>
      <Col xs={24} lg={18}>
        <Flex vertical gap={16}>
          {chosen && <CycleCard category={chosen} categories={categories} />}
          <Products key={chosen?.id ?? ""} categoryId={chosen?.id ?? null} categories={categories} />
        </Flex>
      </Col>
    </Row>
  );
}

function Brands() {
  const { say } = useCatalogTexts();
  const { data } = api.useQuery(
    "get",
    "/api/staff/catalog/brands",
    { params: { query: { limit: MOST } } },
    { staleTime: 300_000 },
  );
  if (!data) return null;
  return (
    <Card size="small" title={say("brands")}>
      <Flex vertical gap={8}>
        <Typography.Text type="secondary">{say("brandsSays", { count: data.items.length })}</Typography.Text>
        <Flex gap={4} wrap>
          {data.items.map(({ id, name }) => (
            <Tag key={id}>{name}</Tag>
          ))}
        </Flex>
      </Flex>
    </Card>
  );
}
