/** Lifecycle: for each trade, from when on a member is silent, dormant and lost, drawn along a line. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { series } from "@shuke/tokens";
import { Button, Card, Flex, Input, Space, Typography } from "antd";
import { useState } from "react";
import { useDraft, usePlace } from "../fields/draft";
import { Field, Grid, PartFaults } from "../fields/Field";
import { isPart, type Json, type Part, type Path } from "../model/form";
import { stretches } from "../model/lifecycle";
import { describe, label } from "../model/speech";
import { useProgrammeTexts } from "../words";
import { Section } from "./Section";

const TEMPLATES = ["templates"] as const;

export function LifecycleForm() {
  const { say } = useProgrammeTexts();
  const { body } = useDraft();
  const templates: Part = isPart(body.templates) ? body.templates : {};
  return (
    <Flex vertical gap={16}>
      <PartFaults at={[]} />
      {Object.keys(templates).map((code) => (
        <Template key={code} code={code} isLast={Object.keys(templates).length === 1} />
      ))}
      <NewTemplate templates={templates} />
      <Section title={say("which")} fields={["default", "stores", "categories"]} />
    </Flex>
  );
}

function Template({ code, isLast }: { code: string; isLast: boolean }) {
  const { say } = useProgrammeTexts();
  const at: Path = [...TEMPLATES, code];
  const { value, set, language } = usePlace(at);
  const name = isPart(value) ? (language === "zh" ? value.zh : value.en) : "";
  return (
    <Card
      size="small"
      title={String(name || code)}
      extra={
        <Button
          type="text"
          size="small"
          danger
          icon={<DeleteOutlined />}
          aria-label={`${say("remove")} ${name}`}
          disabled={isLast}
          onClick={() => set(undefined)}
        />
      }
    >
      <PartFaults at={at} />
      <Line cycle={value} />
      <Grid>
        <Field at={[...at, "zh"]} />
        <Field at={[...at, "en"]} />
      </Grid>
      <Grid>
        {["new", "silent", "dormant", "lost"].map((name) => (
          <Span key={name} at={[...at, name]} />
        ))}
      </Grid>
    </Card>
  );
}

/** Months and days beside each other under one name. */
function Span({ at }: { at: Path }) {
  const { node, language } = usePlace(at);
  return (
    <div>
      <div style={{ paddingBottom: 4 }}>{label(node, language)}</div>
      <PartFaults at={at} />
      <Flex gap={8}>
        {["months", "days"].map((name) => (
          <div key={name} style={{ flex: 1 }}>
            <Field at={[...at, name]} isBare />
          </div>
        ))}
      </Flex>
    </div>
  );
}

const DOT = { width: 9, height: 9, borderRadius: 5 };
const COLOURS = [series[2], series[4], series[0], series[6]];

function Line({ cycle }: { cycle: Json | undefined }) {
  const { say } = useProgrammeTexts();
  const { speaker, form } = useDraft();
  const node = form.properties?.templates?.additionalProperties;
  const spans = typeof node === "object" ? (node?.properties ?? {}) : {};
  const parts = stretches(cycle);
  const end = parts.at(-1)?.to ?? 1;
  return (
    <Flex vertical gap={4} style={{ marginBottom: 16 }} role="img" aria-label={say("timeline")}>
      <Typography.Text type="secondary" style={{ fontSize: 12 }}>
        {say("lastPurchase")} →
      </Typography.Text>
      <div style={{ display: "flex", height: 12, borderRadius: 6, overflow: "hidden" }}>
        {parts.map(({ state, from, to }, nth) => (
          <div
            key={state}
            style={{ flex: `${Math.max(to - from, end / 40)} 0 0`, background: COLOURS[nth] }}
          />
        ))}
      </div>
      <Flex gap="4px 16px" wrap>
        {parts.map(({ state }, nth) => (
          <Flex key={state} gap={6} align="center" style={{ fontSize: 13 }}>
            <span style={{ ...DOT, background: COLOURS[nth] }} />
            {say(state)}
            {state !== "active" && isPart(cycle) && ` ${describe(spans[state] ?? {}, cycle[state], speaker)}`}
          </Flex>
        ))}
      </Flex>
    </Flex>
  );
}

const CODE = /^[a-z][a-z0-9_]{0,39}$/;
const MONTHLY = { zh: "", en: "", new: { months: 1, days: 0 }, silent: { months: 1, days: 0 } };

function NewTemplate({ templates }: { templates: Part }) {
  const { say } = useProgrammeTexts();
  const { change } = useDraft();
  const [code, write] = useState("");
  const isGood = CODE.test(code) && !(code in templates);
  const add = () => {
    change([...TEMPLATES, code], {
      ...MONTHLY,
      dormant: { months: 2, days: 0 },
      lost: { months: 3, days: 0 },
    });
    write("");
  };
  return (
    <Space.Compact style={{ maxWidth: 360 }}>
      <Input
        aria-label={say("templateCode")}
        placeholder={say("templateCode")}
        value={code}
        onChange={({ target }) => write(target.value)}
        status={code && !isGood ? "error" : ""}
      />
      <Button icon={<PlusOutlined />} disabled={!isGood} onClick={add}>
        {say("addTemplate")}
      </Button>
    </Space.Compact>
  );
}
