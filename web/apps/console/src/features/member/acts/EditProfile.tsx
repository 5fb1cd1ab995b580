/** News about her: the basics and the dictionary's fields. Only what was changed is sent. */
import { api, staff } from "@shuke/api";
import { inLanguage } from "@shuke/core";
import { Divider, Form, Input, Select } from "antd";
import { changed, type Field, grouped } from "../profile/fields";
import { useProfileTexts } from "../profile/words";
import { ActDrawer } from "./ActDrawer";
import type { ActProps } from "./act";
import { DayField } from "./fields";
import { useAct } from "./useAct";
import { useActTexts } from "./words";

type Values = Record<string, string | string[] | undefined>;

export function EditProfile({ page, memberId, close }: ActProps) {
  const { say } = useActTexts();
  const { data } = api.useQuery("get", "/api/staff/profile-fields", {}, { staleTime: 300_000 });
  const fields = data ?? [];
  const told = Object.fromEntries(page.profile.entries.map(({ key, value }) => [key, value]));
  const before: Record<string, string> = { ...told, name: "" };
  const act = useAct(
    memberId,
    (values: Values, header) =>
      staff.PATCH("/api/staff/members/{member_id}/profile", {
        params: { path: { member_id: memberId }, header },
        body: { values: changed(before, values) },
      }),
    close,
  );
  if (!data) return null;
  return (
    <ActDrawer<Values>
      title={say("profile")}
      says={say("profileSays")}
      initial={initialOf(before, fields)}
      act={act}
      close={close}
      width={520}
    >
      <Basics />
      {grouped(fields).map((group) => (
        <div key={group.name}>
          <Divider titlePlacement="start" plain>
            {group.name}
          </Divider>
          {group.fields.map((field) => (
            <OneField key={field.key} field={field} />
          ))}
        </div>
      ))}
    </ActDrawer>
  );
}

function initialOf(before: Record<string, string>, fields: readonly Field[]): Values {
  const many = new Set(fields.filter((field) => field.type === "choices").map((field) => field.key));
  const shown = Object.entries(before).map(([key, value]) => [key, many.has(key) ? value.split(",") : value]);
  return Object.fromEntries(shown);
}

function Basics() {
  const { say } = useActTexts();
  const words = useProfileTexts();
  return (
    <>
      <Form.Item name="name" label={say("newName")} extra={say("profileNote")}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item name="gender" label={words.say("gender")}>
        <Select
          allowClear
          options={[
            { value: "female", label: say("female") },
            { value: "male", label: say("male") },
          ]}
        />
      </Form.Item>
      <DayField name="birthday" label={words.say("birthday")} isOptional />
    </>
  );
}

function OneField({ field }: { field: Field }) {
  const { say, language } = useActTexts();
  const label = inLanguage({ zh: field.label_zh, en: field.label_en }, language);
  const options = field.options.map((value) => ({ value, label: value }));
  if (field.type === "date") return <DayField name={field.key} label={label} isOptional />;
  const yesNo = (["yes", "no"] as const).map((value) => ({ value, label: say(value) }));
  return (
    <Form.Item name={field.key} label={label}>
      {controlOf(field.type, options, yesNo)}
    </Form.Item>
  );
}

interface Option {
  value: string;
  label: string;
}

/** The one child that a form item takes. */
function controlOf(type: Field["type"], options: Option[], yesNo: Option[]) {
  switch (type) {
    case "choice":
      return <Select allowClear options={options} />;
    case "choices":
      return <Select allowClear mode="multiple" options={options} />;
    case "yes_no":
      return <Select allowClear options={yesNo} />;
    default:
      return <Input maxLength={500} />;
  }
}
