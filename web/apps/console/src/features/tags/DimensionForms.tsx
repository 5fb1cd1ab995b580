/** A new dimension of tags, and other names for one that there is. */
import { api, type Shapes } from "@shuke/api";
import { Form, Input, Radio } from "antd";
import { Ask, useNeeded } from "../../kit/Ask";
import { type Dimension, useChanged } from "./tags";
import { useTagTexts } from "./words";

interface Props {
  isOpen: boolean;
  close: () => void;
}

export const LONGEST_NAME = 60;
export const LONGEST_CODE = 40;

export function Names() {
  const { say } = useTagTexts();
  const needed = useNeeded();
  return (
    <>
      <Form.Item name="name_zh" label={say("nameZh")} rules={needed}>
        <Input maxLength={LONGEST_NAME} />
      </Form.Item>
      <Form.Item name="name_en" label={say("nameEn")} extra={say("nameEnHow")} rules={needed}>
        <Input maxLength={LONGEST_NAME} />
      </Form.Item>
    </>
  );
}

export function NewDimension({ isOpen, close }: Props) {
  const { say } = useTagTexts();
  const changed = useChanged();
  const post = api.useMutation("post", "/api/staff/tag-dimensions", {
    onSuccess: () => {
      changed();
      close();
    },
  });
  return (
    <Ask<Shapes["DimensionIn"]>
      title={say("makeDimension")}
      isOpen={isOpen}
      isBusy={post.isPending}
      error={post.error}
      initial={{ is_single: false }}
      close={close}
      send={(body) => post.mutate({ body })}
    >
      <Names />
      <Form.Item name="is_single" label={say("isSingle")} extra={say("isSingleHow")}>
        <Radio.Group
          options={[
            { value: false, label: say("several") },
            { value: true, label: say("one") },
          ]}
        />
      </Form.Item>
    </Ask>
  );
}

export function RenameDimension({ isOpen, close, dimension }: Props & { dimension: Dimension }) {
  const { say } = useTagTexts();
  const changed = useChanged();
  const put = api.useMutation("put", "/api/staff/tag-dimensions/{dimension_id}", {
    onSuccess: () => {
      changed();
      close();
    },
  });
  return (
    <Ask<Shapes["DimensionNames"]>
      title={say("renameDimension")}
      isOpen={isOpen}
      isBusy={put.isPending}
      error={put.error}
      initial={dimension}
      close={close}
      send={(body) => put.mutate({ params: { path: { dimension_id: dimension.id } }, body })}
    >
      <Names />
    </Ask>
  );
}
