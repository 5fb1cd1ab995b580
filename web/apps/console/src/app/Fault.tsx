/** A page that failed, by its own fault or because its file is gone after an update; the rest goes on. */
import { WarningOutlined } from "@ant-design/icons";
import { Button, Space } from "antd";
import { Link, useRouteError } from "react-router";
import { useShellTexts } from "./words";

export function Fault() {
  const { say } = useShellTexts();
  const isOutdated = isMissingFile(useRouteError());
  return (
    <section className="fault" role="alert">
      <WarningOutlined aria-hidden className="fault-sign" />
      <h1>{say(isOutdated ? "updated" : "failed")}</h1>
      <p>{say(isOutdated ? "updatedHow" : "failedHow")}</p>
      <Space>
        <Button type="primary" onClick={() => window.location.reload()}>
          {say("reload")}
        </Button>
        <Link to="/" reloadDocument>
          {say("home")}
        </Link>
      </Space>
    </section>
  );
}

/** Each browser says in its own words that a page's file could not be had. */
export function isMissingFile(thrown: unknown): boolean {
  return thrown instanceof Error && /dynamically imported module|module script failed/i.test(thrown.message);
}
