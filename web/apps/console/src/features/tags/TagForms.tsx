/** A new tag, and a change of one: its names and for how long it holds. */
import { api, type Shapes } from "@shuke/api";
import { Form, Input, InputNumber, Select } from "antd";
import { Ask, useNeeded } from "../../kit/Ask";
import { LONGEST_CODE, Names } from "./DimensionForms";
import { type Dimension, type Tag, useChanged } from "./tags";
import { useTagTexts } from "./words";

const MOST_DAYS = 3660;

interface Props {
  isOpen: boolean;
  close: () => void;
}

interface NewProps extends Props {
  dimensions: readonly Dimension[];
  dimensionId: string | null;
}

function Validity() {
  const { say } = useTagTexts();
  return (
    <Form.Item name="valid_days" label={say("validity")} extra={say("validityHow")}>
      <InputNumber min={1} max={MOST_DAYS} precision={0} suffix={say("days")} style={{ width: 160 }} />
    </Form.Item>
  );
}

export function NewTag({ isOpen, close, dimensions, dimensionId }: NewProps) {
  const { say, language } = useTagTexts();
  const needed = useNeeded();
  const changed = useChanged();
  const post = api.useMutation("post", "/api/staff/tags", {
    onSuccess: () => {
      changed();
      close();
    },
  });
  const first = dimensionId ?? (dimensions.length === 1 ? dimensions[0]?.id : undefined);
  return (
    <Ask<Shapes["TagIn"]>
      title={say("make")}
      isOpen={isOpen}
      isBusy={post.isPending}
      error={post.error}
      initial={first ? { dimension_id: first } : {}}
      close={close}
      send={({ valid_days, ...told }) => post.mutate({ body: { ...told, valid_days: valid_days ?? null } })}
    >
      <Form.Item name="dimension_id" label={say("dimension")} rules={needed}>
        <Select
          showSearch={{ optionFilterProp: "label" }}
          options={dimensions.map(({ id, name_zh, name_en }) => ({
            value: id,
            label: language === "zh" ? name_zh : name_en,
          }))}
        />
      </Form.Item>
      <Names />
      <Form.Item name="code" label={say("code")} extra={say("codeHow")}>
        <Input maxLength={LONGEST_CODE} />
      </Form.Item>
      <Validity />
    </Ask>
  );
}

export function ChangeTag({ isOpen, close, tag }: Props & { tag: Tag }) {
  const { say } = useTagTexts();
  const changed = useChanged();
  const put = api.useMutation("put", "/api/staff/tags/{tag_id}", {
    onSuccess: () => {
      changed();
      close();
    },
  });
  return (
    <Ask<Shapes["TagTerms"]>
      title={say("changeTitle")}
      isOpen={isOpen}
      isBusy={put.isPending}
      error={put.error}
      initial={tag}
      close={close}
      send={({ name_zh, name_en, valid_days }) =>
        put.mutate({
          params: { path: { tag_id: tag.id } },
          body: { name_zh, name_en, valid_days: valid_days ?? null },
        })
      }
    >
      <Names />
      <Validity />
    </Ask>
  );
}
