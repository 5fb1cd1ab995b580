/** Every condition that members can be looked for by, section by section; nothing happens before it is applied. */
import { inLanguage } from "@shuke/core";
import { Button, Checkbox, DatePicker, Drawer, Flex, Form, InputNumber, Select, Typography } from "antd";
import type { ReactNode } from "react";
import { useScope } from "../../kit/scope";
import { useMe } from "../../session/session";
import type { Choices } from "./choices";
import { type Draft, draftOf, filterOfDraft } from "./draft";
import { type Filter, plain } from "./filter";
import { useMemberTexts, type Word } from "./words";

interface Props {
  filter: Filter;
  choices: Choices;
  onApply: (filter: Filter) => void;
  onClose: () => void;
}

export default function FilterDrawer({ filter, choices, onApply, onClose }: Props) {
  const { say } = useMemberTexts();
  const [form] = Form.useForm<Draft>();
  const apply = () => onApply(plain(filterOfDraft({ ...draftOf(filter), ...form.getFieldsValue() })));
  return (
    <Drawer
      open
      size={440}
      title={say("filterTitle")}
      onClose={onClose}
      footer={
        <Flex justify="space-between">
          <Button onClick={() => onApply({})}>{say("reset")}</Button>
          <Button type="primary" onClick={apply}>
            {say("apply")}
          </Button>
        </Flex>
      }
    >
      <Form form={form} layout="vertical" initialValues={draftOf(filter)} onFinish={apply}>
        <Owner choices={choices} />
        <Classes choices={choices} />
        <Buying />
        <Holds />
        <Person />
        <button type="submit" hidden />
      </Form>
    </Drawer>
  );
}

function Section({ word, children }: { word: Word; children: ReactNode }) {
  const { say } = useMemberTexts();
  return (
    <section style={{ marginBottom: 8 }}>
      <Typography.Title level={5}>{say(word)}</Typography.Title>
      {children}
    </section>
  );
}

function Owner({ choices }: { choices: Choices }) {
  const { say } = useMemberTexts();
  const { storeId } = useScope();
  const isForAll = useMe().grants?.some((grant) => grant.stores === null) ?? false;
  return (
    <Section word="sectionOwner">
      <Form.Item name="guide_id" label={say("guide")}>
        <Select
          allowClear
          showSearch={{ optionFilterProp: "label" }}
          disabled={!storeId}
          placeholder={storeId ? say("choose") : say("chooseStoreFirst")}
          options={[...choices.guides].map(([value, label]) => ({ value, label }))}
        />
      </Form.Item>
      {isForAll && !storeId && (
        <Form.Item name="unowned" valuePropName="checked">
          <Checkbox>{say("unowned")}</Checkbox>
        </Form.Item>
      )}
    </Section>
  );
}

function Classes({ choices }: { choices: Choices }) {
  const { say, language } = useMemberTexts();
  const named = (["state", "rfm_class", "quadrant", "value_class"] as const).map((mark) => ({
    mark,
    options: choices[mark].map((each) => ({ value: each.key, label: inLanguage(each, language) })),
  }));
  const tiers = choices.tier.map((each) => ({ value: each.level, label: inLanguage(each, language) }));
  const tags = [...choices.tags].map(([value, name]) => ({ value, label: inLanguage(name, language) }));
  return (
    <Section word="sectionClasses">
      <Many name="tier" label={say("tier")} options={tiers} />
      {named.map(({ mark, options }) => (
        <Many key={mark} name={mark} label={say(mark)} options={options} />
      ))}
      {tags.length > 0 && <Many name="tag_id" label={say("tags")} options={tags} />}
    </Section>
  );
}

interface ManyProps {
  name: string;
  label: string;
  options: { value: string | number; label: string }[];
}

function Many({ name, label, options }: ManyProps) {
  const { say } = useMemberTexts();
  return (
    <Form.Item name={name} label={label}>
      <Select
        mode="multiple"
        allowClear
        placeholder={say("choose")}
        options={options}
        optionFilterProp="label"
      />
    </Form.Item>
  );
}

function Buying() {
  const { say } = useMemberTexts();
  return (
    <Section word="sectionBuying">
      <Form.Item name="last" label={say("last")}>
        <DatePicker.RangePicker allowEmpty={[true, true]} style={{ width: "100%" }} />
      </Form.Item>
      <Form.Item name="quiet_days" label={say("quiet")}>
        <InputNumber min={1} max={36_500} suffix={say("days")} style={{ width: "100%" }} />
      </Form.Item>
      <Span word="visits" least="receipts_least" most="receipts_most" />
      <Span word="spent" least="spent_least" most="spent_most" unit={say("yuan")} />
      <Form.Item name="joined" label={say("joined")}>
        <DatePicker.RangePicker allowEmpty={[true, true]} style={{ width: "100%" }} />
      </Form.Item>
    </Section>
  );
}

interface SpanProps {
  word: Word;
  least: string;
  most: string;
  unit?: string;
}

function Span({ word, least, most, unit }: SpanProps) {
  const { say } = useMemberTexts();
  const field = (name: string, hint: Word) => (
    <Form.Item name={name} noStyle>
      <InputNumber
        min={0}
        aria-label={`${say(word)} ${say(hint)}`}
        placeholder={say(hint)}
        suffix={unit}
        style={{ flex: 1 }}
      />
    </Form.Item>
  );
  return (
    <Form.Item label={say(word)}>
      <Flex gap={8} align="center">
        {field(least, "least")}–{field(most, "most")}
      </Flex>
    </Form.Item>
  );
}

function Holds() {
  const { say } = useMemberTexts();
  return (
    <Section word="sectionHolds">
      <Form.Item name="points_least" label={say("pointsLeast")}>
        <InputNumber min={0} style={{ width: "100%" }} />
      </Form.Item>
      <Form.Item name="stored_least" label={say("storedLeast")}>
        <InputNumber min={0} suffix={say("yuan")} style={{ width: "100%" }} />
      </Form.Item>
    </Section>
  );
}

function Person() {
  const { say } = useMemberTexts();
  const sexes = (["female", "male", "unknown"] as const).map((value) => ({ value, label: say(value) }));
  const months = Array.from({ length: 12 }, (_, at) => ({
    value: at + 1,
    label: say("monthOf", { month: at + 1 }),
  }));
  return (
    <Section word="sectionPerson">
      <Many name="sex" label={say("sex")} options={sexes} />
      <Span word="age" least="age_least" most="age_most" unit={say("years")} />
      <Many name="birth_month" label={say("birthMonth")} options={months} />
      <Form.Item name="birthday_within" label={say("birthdayWithin")}>
        <InputNumber min={0} max={62} suffix={say("days")} style={{ width: "100%" }} />
      </Form.Item>
      <Either name="has_phone" word="hasPhone" yes="yesPhone" no="noPhone" />
      <Either name="marketing" word="marketing" yes="yesMarketing" no="noMarketing" />
    </Section>
  );
}

function Either({ name, word, yes, no }: { name: string; word: Word; yes: Word; no: Word }) {
  const { say } = useMemberTexts();
  const options = [
    { value: "yes", label: say(yes) },
    { value: "no", label: say(no) },
  ];
  return (
    <Form.Item
      name={name}
      label={say(word)}
      getValueProps={(said: boolean | null | undefined) => ({
        value: said == null ? null : said ? "yes" : "no",
      })}
      normalize={(chosen: string | undefined) => (chosen ? chosen === "yes" : null)}
    >
      <Select allowClear placeholder={say("choose")} options={options} />
    </Form.Item>
  );
}
