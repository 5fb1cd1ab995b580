/** An act on many before it begins: on how many, what exactly, and why. */
import { api, type Shapes } from "@shuke/api";
import { count as counted, inLanguage, today } from "@shuke/core";
import { Alert, Form, Input, Modal, Select } from "antd";
import { useMemo } from "react";
import { useSearchParams } from "react-router";
import { ProblemView } from "../../kit/Problem";
import { useEveryStore } from "../../kit/stores";
import { type Choices, useGuides } from "./choices";
import { type Filter, whole } from "./filter";
import { useMemberTexts, type Word } from "./words";

export type Act = Shapes["Act"];

interface Props {
  act: Act;
  filter: Filter;
  count: number | null;
  choices: Choices;
  onDone: () => void;
  onClose: () => void;
}

interface Answer {
  store_id: string;
  guide_id?: string;
  template: string;
  tag_id: string;
  reason: string;
}

const WORDS: Record<Act, { title: Word; how: Word }> = {
  owner: { title: "giveOwner", how: "ownerHow" },
  coupon: { title: "giveCoupon", how: "couponHow" },
  tag: { title: "giveTag", how: "tagHow" },
};

export function BulkDialog({ act, filter, count, choices, onDone, onClose }: Props) {
  const { say, language } = useMemberTexts();
  const [form] = Form.useForm<Answer>();
  const { begin, isPending, error } = useBegin(act, filter, onDone);
  const whom = count === null ? "…" : counted(count, language);
  return (
    <Modal
      open
      title={say(WORDS[act].title)}
      okText={say("start")}
      cancelText={say("cancel")}
      confirmLoading={isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Alert
        type="info"
        showIcon
        title={say("toWhom", { count: whom })}
        description={say(WORDS[act].how)}
        style={{ marginBottom: 16 }}
      />
      <Form form={form} layout="vertical" onFinish={begin}>
        {act === "owner" && <OwnerFields />}
        {act === "coupon" && (
          <Pick
            name="template"
            word="coupon"
            none="noCoupons"
            options={choices.coupon.map((each) => ({ value: each.key, label: inLanguage(each, language) }))}
          />
        )}
        {act === "tag" && (
          <Pick
            name="tag_id"
            word="tag"
            none="noTags"
            options={[...choices.tags]
              .filter(([, { isRetired }]) => !isRetired)
              .map(([value, name]) => ({ value, label: inLanguage(name, language) }))}
          />
        )}
        <Form.Item
          name="reason"
          label={say("reason")}
          rules={[{ required: true, min: 2, message: say("reasonNeeded") }]}
        >
          <Input maxLength={200} />
        </Form.Item>
      </Form>
      {error && <ProblemView thrown={error} />}
    </Modal>
  );
}

/** Begin once, however often the button is pressed: the server knows the act by its key. */
function useBegin(act: Act, filter: Filter, onDone: () => void) {
  const [, setParams] = useSearchParams();
  const key = useMemo(() => crypto.randomUUID(), []);
  const options = {
    onSuccess: ({ id }: { id: string }) => {
      onDone();
      setParams((before) => new URLSearchParams([...before, ["run", id]]));
    },
  };
  const owners = api.useMutation("post", "/api/staff/member-runs/owners", options);
  const coupons = api.useMutation("post", "/api/staff/member-runs/coupons", options);
  const tags = api.useMutation("post", "/api/staff/member-runs/tags", options);
  const used = { owner: owners, coupon: coupons, tag: tags }[act];
  const begin = ({ store_id, guide_id, template, tag_id, reason }: Answer) => {
    const told = { filter: whole(filter), reason };
    const headers = { "Idempotency-Key": key };
    if (act === "owner") {
      const body = { ...told, store_id, guide_id: guide_id ?? null, from_date: today() };
      owners.mutate({ headers, body });
    } else if (act === "coupon") coupons.mutate({ headers, body: { ...told, template } });
    else tags.mutate({ headers, body: { ...told, tag_id } });
  };
  return { begin, isPending: used.isPending, error: used.error };
}

function OwnerFields() {
  const { say } = useMemberTexts();
  const stores = useEveryStore().data ?? [];
  const form = Form.useFormInstance<Answer>();
  const storeId: string | undefined = Form.useWatch("store_id", form);
  const guides = useGuides(storeId ?? null);
  return (
    <>
      <Form.Item name="store_id" label={say("toStore")} rules={[{ required: true, message: say("needed") }]}>
        <Select
          showSearch={{ optionFilterProp: "label" }}
          placeholder={say("choose")}
          options={stores.map((store) => ({ value: store.id, label: `${store.code} ${store.name}` }))}
          onChange={() => form.setFieldValue("guide_id", undefined)}
        />
      </Form.Item>
      <Form.Item name="guide_id" label={say("toGuide")}>
        <Select
          allowClear
          disabled={!storeId}
          placeholder={say("noGuide")}
          options={[...guides].map(([value, label]) => ({ value, label }))}
        />
      </Form.Item>
      <Form.Item label={say("fromDate")}>{say("fromToday", { day: today() })}</Form.Item>
    </>
  );
}

interface PickProps {
  name: string;
  word: Word;
  none: Word;
  options: { value: string; label: string }[];
}

function Pick({ name, word, none, options }: PickProps) {
  const { say } = useMemberTexts();
  return (
    <Form.Item name={name} label={say(word)} rules={[{ required: true, message: say("needed") }]}>
      <Select
        showSearch={{ optionFilterProp: "label" }}
        placeholder={options.length > 0 ? say("choose") : say(none)}
        options={options}
      />
    </Form.Item>
  );
}
