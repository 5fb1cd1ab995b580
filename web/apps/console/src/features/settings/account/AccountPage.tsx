/** The own account: who one is here, the password, the second factor, and where one is signed in. */
import { Card, Col, Descriptions, Flex, Row } from "antd";
import { PageHead } from "../../../kit/PageHead";
import { useRoleName } from "../../../kit/roles";
import { useMe } from "../../../session/session";
import { Factor } from "./Factor";
import { Password } from "./Password";
import { Sessions } from "./Sessions";
import { useAccountTexts } from "./words";

export default function AccountPage() {
  const { say } = useAccountTexts();
  return (
    <>
      <PageHead title={say("title")} says={say("says")} />
      <Row gutter={[16, 16]}>
        <Col xs={24} lg={12}>
          <Flex vertical gap={16}>
            <Person />
            <Sessions />
          </Flex>
        </Col>
        <Col xs={24} lg={12}>
          <Flex vertical gap={16}>
            <Password />
            <Factor />
          </Flex>
        </Col>
      </Row>
    </>
  );
}

function Person() {
  const { say } = useAccountTexts();
  const me = useMe();
  const role = useRoleName();
  const grants = (me.grants ?? []).map(
    (grant) =>
      `${role(grant.role)} · ${grant.stores ? say("stores", { count: grant.stores.length }) : say("chain")}`,
  );
  return (
    <Card size="small" title={say("me")}>
      <Descriptions
        size="small"
        column={1}
        items={[
          { key: "name", label: say("name"), children: me.name },
          { key: "code", label: say("code"), children: me.code },
          { key: "roles", label: say("roles"), children: <Flex vertical>{grants.join(" / ")}</Flex> },
        ]}
      />
    </Card>
  );
}
