/** Enrol a member at a store; whoever is known by the phone already is found before anything is typed twice. */
import { api } from "@shuke/api";
import { Alert, Button, Checkbox, Drawer, Flex, Form, Input, Select } from "antd";
import { useDeferredValue, useMemo } from "react";
import { Link, useNavigate } from "react-router";
import { ProblemView } from "../../kit/Problem";
import { useScope } from "../../kit/scope";
import { useEveryStore } from "../../kit/stores";
import { useMay } from "../../session/session";
import { useGuides } from "./choices";
import { useMemberTexts } from "./words";

interface Answer {
  store_id: string;
  guide_id?: string;
  phone?: string;
  name?: string;
  number?: string;
  birthday?: string;
  gender?: "female" | "male";
  marketing?: boolean;
}

const PHONE = /^\d{11}$/;

export default function EnrolDrawer({ onClose }: { onClose: () => void }) {
  const { say } = useMemberTexts();
  const { storeId, search } = useScope();
  const go = useNavigate();
  const [form] = Form.useForm<Answer>();
  const key = useMemo(() => crypto.randomUUID(), []);
  const enrol = api.useMutation("post", "/api/staff/members", {
    onSuccess: ({ id }) => void go(`/members/${id}${search}`),
  });
  return (
    <Drawer
      open
      size={440}
      title={say("enrolTitle")}
      onClose={onClose}
      footer={
        <Flex justify="end" gap={8}>
          <Button onClick={onClose}>{say("cancel")}</Button>
          <Button type="primary" loading={enrol.isPending} onClick={() => form.submit()}>
            {say("enrol")}
          </Button>
        </Flex>
      }
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={storeId ? { store_id: storeId } : {}}
        onFinish={(answer) => enrol.mutate({ headers: { "Idempotency-Key": key }, body: bodyOf(answer) })}
      >
        <Known form={form} />
        <Who />
        <Where />
        <Form.Item name="marketing" valuePropName="checked" extra={say("enrolConsentHow")}>
          <Checkbox>{say("enrolConsent")}</Checkbox>
        </Form.Item>
        <button type="submit" hidden />
      </Form>
      {enrol.error && <ProblemView thrown={enrol.error} />}
    </Drawer>
  );
}

function bodyOf({ marketing, guide_id, ...told }: Answer) {
  return {
    phone: "",
    name: "",
    number: "",
    birthday: "",
    gender: "",
    source: "console" as const,
    profile: {},
    ...told,
    guide_id: guide_id ?? null,
    consents: marketing
      ? [{ purpose: "marketing" as const, channel: "any" as const, decision: "granted" as const }]
      : [],
  };
}

/** Who is known by this phone already. */
function Known({ form }: { form: ReturnType<typeof Form.useForm<Answer>>[0] }) {
  const { say } = useMemberTexts();
  const { search } = useScope();
  const text = useDeferredValue<string>(Form.useWatch("phone", form) ?? "");
  const { data } = api.useQuery(
    "get",
    "/api/staff/members/find",
    { params: { query: { text } } },
    { enabled: useMay()("members.find") && PHONE.test(text), retry: false },
  );
  const found = PHONE.test(text) ? data?.members[0] : undefined;
  return (
    <>
      <Form.Item
        name="phone"
        label={say("enrolPhone")}
        dependencies={["number"]}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_, phone) =>
              phone || getFieldValue("number")
                ? Promise.resolve()
                : Promise.reject(new Error(say("phoneOrCard"))),
          }),
        ]}
      >
        <Input inputMode="tel" maxLength={30} autoComplete="off" autoFocus />
      </Form.Item>
      {found && (
        <Alert
          type="warning"
          showIcon
          title={`${say("known")}: ${found.name_masked || found.number}`}
          description={say("knownHow")}
          action={<Link to={`/members/${found.member_id}${search}`}>{say("openMember")}</Link>}
          style={{ marginBottom: 16 }}
          role="status"
        />
      )}
    </>
  );
}

function Who() {
  const { say } = useMemberTexts();
  const sexes = (["female", "male"] as const).map((value) => ({ value, label: say(value) }));
  return (
    <>
      <Form.Item name="name" label={say("enrolName")}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item name="gender" label={say("sex")}>
        <Select allowClear placeholder={say("unknown")} options={sexes} />
      </Form.Item>
      <Form.Item name="birthday" label={say("enrolBirthday")} extra={say("enrolBirthdayHow")}>
        <Input maxLength={20} autoComplete="off" />
      </Form.Item>
      <Form.Item name="number" label={say("enrolCard")} extra={say("enrolCardHow")}>
        <Input maxLength={40} autoComplete="off" />
      </Form.Item>
    </>
  );
}

function Where() {
  const { say } = useMemberTexts();
  const form = Form.useFormInstance<Answer>();
  const stores = useEveryStore().data ?? [];
  const storeId: string | undefined = Form.useWatch("store_id", form);
  const guides = useGuides(storeId ?? null);
  const mayList = useMay()("members.list");
  return (
    <>
      <Form.Item
        name="store_id"
        label={say("enrolStore")}
        rules={[{ required: true, message: say("needed") }]}
      >
        <Select
          showSearch={{ optionFilterProp: "label" }}
          placeholder={say("choose")}
          options={stores.map((store) => ({ value: store.id, label: `${store.code} ${store.name}` }))}
          onChange={() => form.setFieldValue("guide_id", undefined)}
        />
      </Form.Item>
      {mayList && (
        <Form.Item name="guide_id" label={say("toGuide")}>
          <Select
            allowClear
            disabled={!storeId}
            placeholder={say("noGuide")}
            options={[...guides].map(([value, label]) => ({ value, label }))}
          />
        </Form.Item>
      )}
    </>
  );
}
