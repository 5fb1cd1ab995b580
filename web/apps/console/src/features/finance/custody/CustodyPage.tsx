/** What the law wants kept in custody for what members have paid in advance, and how much more may be taken. */
import { api } from "@shuke/api";
import { shift } from "@shuke/core";
import { Flex, Skeleton } from "antd";
import { PageHead } from "../../../kit/PageHead";
import { ProblemView } from "../../../kit/Problem";
import { useScope } from "../../../kit/scope";
import { FileButtons } from "../FileButtons";
import { Deposit } from "./Deposit";
import { Headroom } from "./Headroom";
import { useCustodyTexts } from "./words";

const ISSUERS = ["scale", "group", "brand"] as const;

export default function CustodyPage() {
  const { say } = useCustodyTexts();
  const on = shift(useScope().period.to, -1);
  const { data, error, isLoading, refetch } = api.useQuery(
    "get",
    "/api/staff/liability/custody",
    { params: { query: { on } } },
    { staleTime: 300_000 },
  );
  const issuer = ISSUERS.find((each) => each === data?.issuer);
  return (
    <>
      <PageHead
        title={say("title")}
        says={data && say("says", { on: data.on, issuer: issuer ? say(issuer) : data.issuer })}
        actions={<FileButtons sheet="custody" query={{ on }} />}
      />
      {error && <ProblemView thrown={error} again={() => void refetch()} />}
      {isLoading && <Skeleton active paragraph={{ rows: 8 }} />}
      {data && (
        <Flex vertical gap={16}>
          <Headroom custody={data} />
          <Deposit custody={data} />
        </Flex>
      )}
    </>
  );
}
