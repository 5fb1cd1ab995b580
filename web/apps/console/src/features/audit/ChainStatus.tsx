/** Whether the chain of seals stands: the end in the database against the copy that is kept beside it. */
import { api } from "@shuke/api";
import { Alert } from "antd";
import { Link } from "react-router";
import { useAuditTexts } from "./words";

export function ChainStatus() {
  const { say } = useAuditTexts();
  const { data } = api.useQuery("get", "/api/staff/seals/head", {}, { staleTime: 60_000 });
  if (!data) return null;
  const way = <Link to="/finance/proofs">{say("proofs")}</Link>;
  if (data.kept_agrees === false) return <Alert type="error" showIcon title={say("broken")} action={way} />;
  if (data.number === null) return <Alert type="info" showIcon title={say("unsealed")} action={way} />;
  return <Alert type="success" showIcon title={say("sealed", { number: data.number })} action={way} />;
}
