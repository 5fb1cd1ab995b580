/** What the chain calls its members: dimensions, and the tags of the chosen one with how many carry each. */
import { PlusOutlined } from "@ant-design/icons";
import { Button, Flex, Select, Skeleton, Switch } from "antd";
import { useState } from "react";
import { PageHead } from "../../kit/PageHead";
import { NotAllowed, ProblemView } from "../../kit/Problem";
import { useMay } from "../../session/session";
import { DimensionCard } from "./DimensionCard";
import { NewDimension } from "./DimensionForms";
import { NewTag } from "./TagForms";
import { TagTable } from "./TagTable";
import { type Dimension, useChoice, useDimensions } from "./tags";
import { useTagTexts } from "./words";

export default function TagsPage() {
  const { say } = useTagTexts();
  const may = useMay();
  const { data, error, refetch } = useDimensions();
  if (!may("tags.see")) return <NotAllowed />;
  return (
    <>
      <PageHead
        title={say("title")}
        says={say("says")}
        actions={may("tags.change") && data && <Acts dimensions={data} />}
      />
      {error && <ProblemView thrown={error} again={() => void refetch()} />}
      {!data && !error && <Skeleton active paragraph={{ rows: 10 }} />}
      {data && <Shown dimensions={data} />}
    </>
  );
}

function Acts({ dimensions }: { dimensions: readonly Dimension[] }) {
  const { say } = useTagTexts();
  const [opened, open] = useState<"tag" | "dimension" | null>(null);
  const { dimensionId } = useChoice();
  const isFirst = dimensions.length === 0;
  const close = () => open(null);
  return (
    <>
      <Button type={isFirst ? "primary" : "default"} onClick={() => open("dimension")}>
        {say("makeDimension")}
      </Button>
      {!isFirst && (
        <Button type="primary" icon={<PlusOutlined />} onClick={() => open("tag")}>
          {say("make")}
        </Button>
      )}
      <NewDimension isOpen={opened === "dimension"} close={close} />
      <NewTag isOpen={opened === "tag"} close={close} dimensions={dimensions} dimensionId={dimensionId} />
    </>
  );
}

function Shown({ dimensions }: { dimensions: readonly Dimension[] }) {
  const { say, language } = useTagTexts();
  const { dimensionId, withRetired, choose, showRetired } = useChoice();
  const chosen = dimensions.find(({ id }) => id === dimensionId);
  const named = dimensions.map(({ id, name_zh, name_en }) => ({
    value: id,
    label: language === "zh" ? name_zh : name_en,
  }));
  return (
    <Flex vertical gap={16}>
      <Flex gap={16} align="center" wrap>
        <Select
          aria-label={say("dimension")}
          showSearch={{ optionFilterProp: "label" }}
          value={chosen?.id ?? ""}
          onChange={choose}
          options={[{ value: "", label: say("every") }, ...named]}
          style={{ width: 220 }}
        />
        <Flex gap={8} align="center">
          <Switch id="with-retired" size="small" checked={withRetired} onChange={showRetired} />
          <label htmlFor="with-retired">{say("withRetired")}</label>
        </Flex>
      </Flex>
      {chosen && <DimensionCard dimension={chosen} />}
      <TagTable dimensions={dimensions} dimensionId={chosen?.id ?? null} withRetired={withRetired} />
    </Flex>
  );
}
