/** A draft is tried on the past: the days are chosen, the run is watched, its answer read. The run stands in the address. */
import { api } from "@shuke/api";
import { type Period, shift, today } from "@shuke/core";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Card, DatePicker, Flex, Form, Select, Typography } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { ProblemView } from "../../../kit/Problem";
import type { Kind, Version } from "../rules";
import { momentText } from "../versions/Parts";
import { isAtWork } from "./outcome";
import { Run } from "./Run";
import { useTrialTexts } from "./words";

const DAYS = 90;
const POLL_MS = 1_000;
const DAY = "YYYY-MM-DD";

interface Props {
  version: Version;
  trial: NonNullable<Kind["trial"]>;
}

export function TrialPanel({ version, trial }: Props) {
  const { say } = useTrialTexts();
  const earlier = api.useQuery("get", "/api/staff/simulations", {
    params: { query: { version_id: version.id, limit: 20 } },
  });
  const [params, setParams] = useSearchParams();
  const chosen = params.get("trial") ?? earlier.data?.items[0]?.id ?? null;
  const show = (id: string) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        next.set("trial", id);
        return next;
      },
      { replace: true },
    );
  return (
    <Card
      title={say("title")}
      extra={<Earlier runs={earlier.data?.items ?? []} chosen={chosen} show={show} />}
    >
      <Flex vertical gap={16}>
        <Typography.Text type="secondary">{say("says")}</Typography.Text>
        <Start version={version} trial={trial} isFirst={chosen === null} show={show} />
        {chosen && <Watched id={chosen} />}
      </Flex>
    </Card>
  );
}

interface EarlierProps {
  runs: readonly { id: string; from_date: string; to_date: string; asked_at: string }[];
  chosen: string | null;
  show: (id: string) => void;
}

function Earlier({ runs, chosen, show }: EarlierProps) {
  const { say, language } = useTrialTexts();
  if (runs.length < 2) return null;
  return (
    <Select
      aria-label={say("earlier")}
      value={chosen}
      onChange={(id: string | null) => id && show(id)}
      options={runs.map(({ id, from_date, to_date, asked_at }) => ({
        value: id,
        label: `${from_date} – ${shift(to_date, -1)} · ${momentText(asked_at, language)}`,
      }))}
      style={{ maxWidth: 340 }}
    />
  );
}

function Start({ version, trial, isFirst, show }: Props & { isFirst: boolean; show: (id: string) => void }) {
  const { say } = useTrialTexts();
  const queries = useQueryClient();
  const [days, choose] = useState<Period>({ from: shift(today(), -DAYS), to: today() });
  const { mutate, isPending, error } = api.useMutation("post", "/api/staff/simulations", {
    onSuccess: ({ id }) => {
      void queries.invalidateQueries({ queryKey: ["get", "/api/staff/simulations"] });
      show(id);
    },
  });
  const begin = () =>
    mutate({
      body: { kind: trial, key: version.key, version_id: version.id, from_date: days.from, to_date: days.to },
    });
  return (
    <Form layout="vertical" component="div">
      <Flex gap={12} align="flex-end" wrap>
        <Form.Item label={say("span")} style={{ marginBottom: 0 }}>
          <DatePicker.RangePicker
            aria-label={say("span")}
            value={[dayjs(days.from), dayjs(days.to).subtract(1, "day")]}
            allowClear={false}
            maxDate={dayjs(today())}
            onChange={(chosen) => {
              const [from, last] = chosen ?? [];
              if (from && last) choose({ from: from.format(DAY), to: last.add(1, "day").format(DAY) });
            }}
          />
        </Form.Item>
        <Button type={isFirst ? "primary" : "default"} onClick={begin} loading={isPending}>
          {say(isFirst ? "start" : "again")}
        </Button>
      </Flex>
      {error ? (
        <div style={{ marginTop: 12 }}>
          <ProblemView thrown={error} />
        </div>
      ) : null}
    </Form>
  );
}

function Watched({ id }: { id: string }) {
  const { data, error, refetch } = api.useQuery(
    "get",
    "/api/staff/simulations/{simulation_id}",
    { params: { path: { simulation_id: id } } },
    { refetchInterval: ({ state }) => (state.data && isAtWork(state.data) ? POLL_MS : false) },
  );
  if (error && !data) return <ProblemView thrown={error} again={() => void refetch()} />;
  return data ? <Run trial={data} again={() => void refetch()} /> : null;
}
