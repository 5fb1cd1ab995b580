/** A page that failed, by its own fault or because its file is gone after an update; the rest goes on. */
import { Button, Result, Space } from "antd";
import { Link, useRouteError } from "react-router";
import { useShellTexts } from "./words";

export function Fault() {
  const { say } = useShellTexts();
  const isOutdated = isMissingFile(useRouteError());
  return (
    <Result
      status={isOutdated ? "info" : "error"}
      title={say(isOutdated ? "updated" : "failed")}
      subTitle={say(isOutdated ? "updatedHow" : "failedHow")}
      extra={
        <Space>
          <Button type="primary" onClick={() => window.location.reload()}>
            {say("reload")}
          </Button>
          <Link to="/" reloadDocument>
            <Button>{say("home")}</Button>
          </Link>
        </Space>
      }
    />
  );
}

/** Each browser says in its own words that a page's file could not be had. */
export function isMissingFile(thrown: unknown): boolean {
  return thrown instanceof Error && /dynamically imported module|module script failed/i.test(thrown.message);
}
