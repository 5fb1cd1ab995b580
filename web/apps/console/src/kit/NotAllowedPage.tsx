import { Result } from "antd";

export default function NotAllowedPage({ title, how }: { title: string; how: string }) {
  return <Result status="403" title={title} subTitle={how} />;
}
