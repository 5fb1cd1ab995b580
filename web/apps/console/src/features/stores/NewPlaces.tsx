/** New places: a store, a region, a legal entity. */
import { api, type Shapes } from "@shuke/api";
import { DatePicker, Form, Input, Radio, Select } from "antd";
import type { Dayjs } from "dayjs";
import { Ask, useNeeded } from "../../kit/Ask";
import { usePlaces } from "./usePlaces";
import { useStoreTexts } from "./words";

interface Props {
  isOpen: boolean;
  close: () => void;
  done: () => void;
}

function CodeAndName() {
  const { say } = useStoreTexts();
  const needed = useNeeded();
  return (
    <>
      <Form.Item name="code" label={say("code")} extra={say("codeHow")} rules={needed}>
        <Input maxLength={64} />
      </Form.Item>
      <Form.Item name="name" label={say("name")} rules={needed}>
        <Input maxLength={120} />
      </Form.Item>
    </>
  );
}

type StoreFilled = Omit<Shapes["NewStore"], "opened_on"> & { opened?: Dayjs | null };

export function NewStore({ isOpen, close, done }: Props) {
  const { say } = useStoreTexts();
  const { regions, entities } = usePlaces();
  const open = api.useMutation("post", "/api/staff/stores", { onSuccess: done });
  const named = (places: readonly { code: string; name: string }[] | undefined) =>
    (places ?? []).map(({ code, name }) => ({
      value: code,
      label: name === code ? name : `${code} ${name}`,
    }));
  const send = ({ opened, ...told }: StoreFilled) =>
    open.mutate({ body: { ...told, opened_on: opened?.format("YYYY-MM-DD") ?? null } });
  return (
    <Ask<StoreFilled>
      title={say("open")}
      isOpen={isOpen}
      isBusy={open.isPending}
      error={open.error}
      initial={{ kind: "direct" }}
      close={close}
      send={send}
    >
      <CodeAndName />
      <Form.Item name="kind" label={say("kind")}>
        <Radio.Group
          options={[
            { value: "direct", label: say("direct") },
            { value: "franchise", label: say("franchise") },
          ]}
        />
      </Form.Item>
      <Form.Item name="region" label={say("region")}>
        <Select allowClear options={named(regions.data?.items)} />
      </Form.Item>
      <Form.Item name="entity" label={say("entity")}>
        <Select allowClear options={named(entities.data?.items)} />
      </Form.Item>
      <Form.Item name="opened" label={say("openedOn")}>
        <DatePicker />
      </Form.Item>
    </Ask>
  );
}

export function NewRegion({ isOpen, close, done }: Props) {
  const { say } = useStoreTexts();
  const { regions } = usePlaces();
  const add = api.useMutation("post", "/api/staff/regions", { onSuccess: done });
  return (
    <Ask<Shapes["NewRegion"]>
      title={say("addRegion")}
      isOpen={isOpen}
      isBusy={add.isPending}
      error={add.error}
      initial={{}}
      close={close}
      send={(body) => add.mutate({ body })}
    >
      <CodeAndName />
      <Form.Item name="parent_id" label={say("parent")}>
        <Select
          allowClear
          placeholder={say("top")}
          options={(regions.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
    </Ask>
  );
}

export function NewEntity({ isOpen, close, done }: Props) {
  const { say } = useStoreTexts();
  const add = api.useMutation("post", "/api/staff/entities", { onSuccess: done });
  return (
    <Ask<Shapes["NewEntity"]>
      title={say("addEntity")}
      isOpen={isOpen}
      isBusy={add.isPending}
      error={add.error}
      initial={{ kind: "franchisee" }}
      close={close}
      send={(body) => add.mutate({ body })}
    >
      <CodeAndName />
      <Form.Item name="kind" label={say("entityKind")}>
        <Radio.Group
          options={[
            { value: "franchisee", label: say("franchisee") },
            { value: "headquarters", label: say("headquarters") },
          ]}
        />
      </Form.Item>
    </Ask>
  );
}
