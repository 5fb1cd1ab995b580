/** Keep the present filter under a name, or in the place of one of one's own. */
import { api } from "@shuke/api";
import { App, AutoComplete, Checkbox, Form, Modal } from "antd";
import { ProblemView } from "../../kit/Problem";
import { type Filter, whole } from "./filter";
import type { Saved } from "./saved";
import { useMemberTexts } from "./words";

interface Props {
  filter: Filter;
  saved: readonly Saved[];
  onSaved: () => void;
  onClose: () => void;
}

interface Answer {
  name: string;
  is_shared: boolean;
}

export function SaveFilter({ filter, saved, onSaved, onClose }: Props) {
  const { say } = useMemberTexts();
  const { message } = App.useApp();
  const [form] = Form.useForm<Answer>();
  const name: string = Form.useWatch("name", form) ?? "";
  const own = saved.filter((each) => each.is_own);
  const same = own.find((each) => each.name === name.trim());
  const done = () => {
    void message.success(say("saved"));
    onSaved();
    onClose();
  };
  const make = api.useMutation("post", "/api/staff/member-filters", { onSuccess: done });
  const change = api.useMutation("put", "/api/staff/member-filters/{filter_id}", { onSuccess: done });
  const keep = ({ name: given, is_shared }: Answer) => {
    const body = { name: given.trim(), is_shared, filter: whole(filter) };
    if (same) change.mutate({ params: { path: { filter_id: same.id } }, body });
    else make.mutate({ body });
  };
  const error = make.error ?? change.error;
  return (
    <Modal
      open
      title={say("saveTitle")}
      okText={same ? say("update", { name: same.name }) : say("save")}
      cancelText={say("cancel")}
      confirmLoading={make.isPending || change.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" initialValues={{ name: "", is_shared: false }} onFinish={keep}>
        <Form.Item
          name="name"
          label={say("filterName")}
          rules={[{ required: true, whitespace: true, message: say("nameNeeded") }]}
        >
          <AutoComplete
            maxLength={40}
            options={own.map((each) => ({ value: each.name }))}
            showSearch={{ filterOption: true }}
          />
        </Form.Item>
        <Form.Item name="is_shared" valuePropName="checked">
          <Checkbox>{say("share")}</Checkbox>
        </Form.Item>
      </Form>
      {error && <ProblemView thrown={error} />}
    </Modal>
  );
}
