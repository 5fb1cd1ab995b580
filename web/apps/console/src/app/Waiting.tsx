import { Flex, Spin } from "antd";

/** A page that is on its way. */
export function Waiting() {
  return (
    <Flex align="center" justify="center" style={{ minHeight: "60vh" }}>
      <Spin size="large" />
    </Flex>
  );
}
