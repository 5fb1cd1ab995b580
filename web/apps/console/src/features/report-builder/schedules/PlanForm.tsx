/** When and to whom: nothing of a rhythm that it does not need. */
import type { Shapes } from "@shuke/api";
import { Button, Flex, Form, Select } from "antd";
import { hourText, type Rhythm, weekdayText } from "./timing";
import { useScheduleTexts } from "./words";

type Plan = Shapes["Plan"];
type Person = Shapes["RecipientOut"];

const RHYTHMS = ["day", "week", "month"] as const;
const LATEST_SURE = 28;

interface Props {
  first: Plan;
  people: readonly Person[];
  me: string;
  isNew: boolean;
  isPending: boolean;
  submit: (plan: Plan) => void;
}

export function PlanForm({ first, people, me, isNew, isPending, submit }: Props) {
  const { say, language } = useScheduleTexts();
  const [form] = Form.useForm<Plan>();
  const every: Rhythm = Form.useWatch("every", form) ?? first.every;
  const finish = ({ hour, weekday, day, recipients }: Plan) =>
    submit({
      every,
      hour,
      recipients,
      weekday: every === "week" ? (weekday ?? 1) : null,
      day: every === "month" ? (day ?? 1) : null,
    });
  const hours = Array.from({ length: 24 }, (_, hour) => ({ value: hour, label: hourText(hour) }));
  return (
    <Form<Plan> form={form} layout="vertical" initialValues={first} onFinish={finish}>
      <Flex gap={12} wrap>
        <Form.Item name="every" label={say("every")}>
          <Select options={RHYTHMS.map((value) => ({ value, label: say(value) }))} style={{ width: 120 }} />
        </Form.Item>
        {every === "week" && (
          <Form.Item name="weekday" label={say("weekday")} initialValue={1}>
            <Select
              options={[1, 2, 3, 4, 5, 6, 7].map((value) => ({ value, label: weekdayText(value, language) }))}
              style={{ width: 130 }}
            />
          </Form.Item>
        )}
        {every === "month" && (
          <Form.Item name="day" label={say("dayOfMonth")} initialValue={1}>
            <Select
              options={Array.from({ length: 31 }, (_, place) => ({
                value: place + 1,
                label: say(place < LATEST_SURE ? "dayText" : "lastDay", { day: place + 1 }),
              }))}
              popupMatchSelectWidth={false}
              style={{ width: 130 }}
            />
          </Form.Item>
        )}
        <Form.Item name="hour" label={say("hour")}>
          <Select options={hours} style={{ width: 100 }} />
        </Form.Item>
      </Flex>
      <Form.Item name="recipients" label={say("to")} rules={[{ required: true, message: say("to") }]}>
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: "label" }}
          options={people.map((each) => ({
            value: each.id,
            label: `${each.name}${each.id === me ? `(${say("me")})` : ""} · ${each.address_masked ?? say("noAddress")}`,
          }))}
        />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={isPending}>
        {say(isNew ? "save" : "change")}
      </Button>
    </Form>
  );
}
