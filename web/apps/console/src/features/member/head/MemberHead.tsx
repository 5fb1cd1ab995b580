/** Who she is, at a glance: masked name and phone, tier, lifecycle, owner, consent and tags; and what may be done. */
import { inLanguage } from "@shuke/core";
import { Alert, Card, Flex, Typography } from "antd";
import { useEffect } from "react";
import type { Page } from "../page";
import { Mark, type Tone } from "../shared/Mark";
import { useCodes } from "../shared/useCodes";
import { useNames } from "../shared/useNames";
import { useMemberTexts } from "../words";
import { ActMenu } from "./ActMenu";
import { Phone } from "./Phone";
import { Tags } from "./Tags";

const LIFECYCLE_TONES: Record<string, Tone> = {
  new: "going",
  active: "good",
  silent: "note",
  dormant: "note",
  lost: "bad",
};

export function MemberHead({ page }: { page: Page }) {
  const { say } = useMemberTexts();
  const { profile } = page;
  const called = profile.name_masked || profile.number;
  useEffect(() => {
    document.title = `${called} · 熟客`;
  }, [called]);
  return (
    <Card styles={{ body: { padding: 16 } }}>
      <Flex vertical gap={10}>
        <Flex justify="space-between" align="flex-start" gap={12} wrap>
          <Flex gap={12} align="center" wrap>
            <Typography.Title level={3} style={{ margin: 0 }}>
              {called}
            </Typography.Title>
            <Badges page={page} />
          </Flex>
          <ActMenu page={page} />
        </Flex>
        <Known page={page} />
        <Tags memberId={profile.member_id} isClosed={profile.status === "erased"} />
        {profile.status === "erased" && <Alert type="warning" showIcon title={say("gone")} />}
        {profile.status === "frozen" && <Alert type="warning" showIcon title={say("frozen")} />}
      </Flex>
    </Card>
  );
}

function Badges({ page }: { page: Page }) {
  const { say, language } = useMemberTexts();
  const { called } = useCodes();
  const { tier, rhythm, profile } = page;
  const tierName = inLanguage({ zh: tier.name_zh, en: tier.name_en }, language);
  return (
    <Flex gap={4} wrap>
      <Mark tone={tier.level > 1 ? "note" : "plain"}>
        {tierName ? say("tier", { tier: tierName }) : say("noTier")}
      </Mark>
      {rhythm && (
        <Mark tone={LIFECYCLE_TONES[rhythm.state] ?? "plain"}>
          {inLanguage({ zh: rhythm.state_zh, en: rhythm.state_en }, language)}
        </Mark>
      )}
      {profile.status !== "active" && <Mark tone="bad">{called("status", profile.status)}</Mark>}
      <Marketing page={page} />
    </Flex>
  );
}

/** What she said last about being written to. */
function Marketing({ page }: { page: Page }) {
  const { say } = useMemberTexts();
  const { called } = useCodes();
  const said = page.consents.filter((each) => each.purpose === "marketing");
  const granted = said.filter((each) => each.decision === "granted");
  const last = granted[0] ?? said[0];
  const decision = last ? called("decision", last.decision) : say("unasked");
  const channels = granted.map((each) => called("channel", each.channel)).join(" · ");
  return (
    <Mark tone={granted.length > 0 ? "good" : "plain"} title={channels}>
      {say("marketing", { decision })}
    </Mark>
  );
}

function Known({ page }: { page: Page }) {
  const { say } = useMemberTexts();
  const names = useNames();
  const { profile } = page;
  const guide = names.person(profile.owner?.guide_id);
  const store = names.store(profile.owner?.store_id);
  const owner = guide === "–" ? say("owner", { store }) : say("ownerGuide", { store, guide });
  const enrolledAt = names.store(profile.enrolling_store_id);
  return (
    <Flex gap={16} wrap align="center">
      <Phone page={page} />
      <Typography.Text type="secondary">{say("number", { number: profile.number })}</Typography.Text>
      <Typography.Text type="secondary">{profile.owner ? owner : say("noOwner")}</Typography.Text>
      <Typography.Text type="secondary">
        {say("enrolled", { day: profile.enrolled_on, store: enrolledAt })}
      </Typography.Text>
    </Flex>
  );
}
