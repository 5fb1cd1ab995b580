/** What has changed: to whom she belonged, how her tier moved, what she was called, and who looked or changed what. */
import { Flex } from "antd";
import { useMay } from "../../../session/session";
import { Audit } from "./Audit";
import { Owners } from "./Owners";
import { TagsOverTime } from "./TagsOverTime";
import { TierMoves } from "./TierMoves";

export default function History({ memberId }: { memberId: string }) {
  const may = useMay();
  return (
    <Flex vertical gap={16}>
      <Owners memberId={memberId} />
      <TierMoves memberId={memberId} />
      {may("tags.see") && <TagsOverTime memberId={memberId} />}
      <Audit memberId={memberId} />
    </Flex>
  );
}
