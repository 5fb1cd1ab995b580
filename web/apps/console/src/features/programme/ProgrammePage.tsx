/** All rules at a glance: what waits for approval, and each kind with what stands where. */
import { inLanguage } from "@shuke/core";
import { Card, Flex, Skeleton, Tag, Typography } from "antd";
import { Link } from "react-router";
import { PageHead } from "../../kit/PageHead";
import { ProblemView } from "../../kit/Problem";
import { useScope } from "../../kit/scope";
import { GROUPS } from "./kinds";
import { type Kind, useKinds, useVersions, type Version } from "./rules";
import { titleOf } from "./useNames";
import { momentText, usePeople } from "./versions/Parts";
import { useProgrammeTexts } from "./words";

export default function ProgrammePage() {
  const { say } = useProgrammeTexts();
  const { data, error, refetch } = useKinds();
  if (error) return <ProblemView thrown={error} again={() => void refetch()} />;
  return (
    <>
      <PageHead title={say("title")} says={say("says")} />
      {data ? <Overview kinds={data} /> : <Skeleton active />}
    </>
  );
}

function Overview({ kinds }: { kinds: readonly Kind[] }) {
  const { say } = useProgrammeTexts();
  const known = new Set(GROUPS.flatMap((each) => each.kinds));
  const others = kinds.map(({ kind }) => kind).filter((kind) => !known.has(kind));
  return (
    <Flex vertical gap={24}>
      <Awaiting kinds={kinds} />
      {GROUPS.map((each) => (
        <section key={each.group} aria-label={say(each.group)}>
          <Typography.Title level={5} style={{ marginTop: 0 }}>
            {say(each.group)}
          </Typography.Title>
          <Cards kinds={kinds} of={each.group === "house" ? [...each.kinds, ...others] : each.kinds} />
        </section>
      ))}
    </Flex>
  );
}

function Cards({ kinds, of }: { kinds: readonly Kind[]; of: readonly string[] }) {
  const found = of.flatMap((name) => kinds.filter(({ kind }) => kind === name));
  return (
    <div
      style={{
        display: "grid",
        gap: 12,
        gridTemplateColumns: "repeat(auto-fill, minmax(min(250px, 100%), 1fr))",
      }}
    >
      {found.map((kind) => (
        <KindCard key={kind.kind} kind={kind} />
      ))}
    </div>
  );
}

function KindCard({ kind }: { kind: Kind }) {
  const { say, language } = useProgrammeTexts();
  const { search } = useScope();
  const counts = [
    kind.in_force > 0 && kind.keyed && <Tag key="in">{say("nInForce", { count: kind.in_force })}</Tag>,
    kind.in_force > 0 && !kind.keyed && <Tag key="one">{say("in_force")}</Tag>,
    kind.coming > 0 && (
      <Tag key="coming" color="processing">
        {say("nComing", { count: kind.coming })}
      </Tag>
    ),
    kind.drafts > 0 && (
      <Tag key="drafts" color="warning">
        {say("nDrafts", { count: kind.drafts })}
      </Tag>
    ),
  ].filter(Boolean);
  return (
    <Link to={`/programme/${kind.kind}${search}`} style={{ color: "inherit" }}>
      <Card size="small" hoverable style={{ height: "100%" }}>
        <Flex vertical gap={6} style={{ height: "100%" }}>
          <strong>{inLanguage(kind, language)}</strong>
          <Typography.Text type="secondary" style={{ flex: 1 }}>
            {language === "zh" ? kind.help_zh : kind.help_en}
          </Typography.Text>
          <Flex gap={6} wrap>
            {counts.length > 0 ? (
              counts
            ) : (
              <Typography.Text type="secondary">
                {say(kind.keyed ? "noneOfThem" : "untouched")}
              </Typography.Text>
            )}
          </Flex>
        </Flex>
      </Card>
    </Link>
  );
}

function Awaiting({ kinds }: { kinds: readonly Kind[] }) {
  const { say, language } = useProgrammeTexts();
  const { search } = useScope();
  const people = usePeople();
  const { data } = useVersions({ standing: "draft", limit: 20 });
  const drafts = data?.pages.flatMap((page) => page.items) ?? [];
  const name = (draft: Version) => {
    const kind = kinds.find((each) => each.kind === draft.kind);
    const own = kind?.keyed ? ` · ${titleOf(draft, language)}` : "";
    return `${kind ? inLanguage(kind, language) : draft.kind}${own} · ${say("nth", { number: draft.number })}`;
  };
  return (
    <Card size="small" title={say("awaiting")}>
      {drafts.length === 0 ? (
        <Typography.Text type="secondary">{say("noneAwaiting")}</Typography.Text>
      ) : (
        <Flex vertical gap={8}>
          {drafts.map((draft) => (
            <Flex key={draft.id} justify="space-between" gap={12} wrap>
              <Link to={`/programme/versions/${draft.id}${search}`}>{name(draft)}</Link>
              <Typography.Text type="secondary">
                {say("proposedAt", {
                  by: people(draft.proposed_by_name),
                  at: momentText(draft.proposed_at, language),
                })}
              </Typography.Text>
            </Flex>
          ))}
        </Flex>
      )}
    </Card>
  );
}
