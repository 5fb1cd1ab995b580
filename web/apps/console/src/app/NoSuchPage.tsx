import { Button, Result } from "antd";
import { Link } from "react-router";
import { texts } from "../kit/texts";

const useTexts = texts(
  "nowhere",
  { title: "没有这个页面", back: "回到首页" },
  { title: "There is no such page", back: "Back to the first page" },
);

export default function NoSuchPage() {
  const { say } = useTexts();
  const back = (
    <Link to="/">
      <Button type="primary">{say("back")}</Button>
    </Link>
  );
  return <Result status="404" title={say("title")} extra={back} />;
}
