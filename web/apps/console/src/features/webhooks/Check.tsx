/** How a receiver makes sure that a call is ours: the words, and a few lines to copy. */
import { SafetyOutlined } from "@ant-design/icons";
import { Button, Modal, Typography } from "antd";
import { useState } from "react";
import { useHookTexts } from "./words";

const SAMPLE = `import hashlib, hmac, time

def is_ours(secret: str, header: str, body: bytes) -> bool:
    parts = [part.split("=", 1) for part in header.split(",")]
    stamp = next(value for name, value in parts if name == "t")
    if abs(time.time() - int(stamp)) > 300:
        return False
    signed = stamp.encode() + b"." + body
    right = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    marks = [value for name, value in parts if name == "v1"]
    return any(hmac.compare_digest(right, mark) for mark in marks)`;

export function Check() {
  const { say } = useHookTexts();
  const [isOpen, open] = useState(false);
  return (
    <>
      <Button icon={<SafetyOutlined />} onClick={() => open(true)}>
        {say("check")}
      </Button>
      <Modal open={isOpen} title={say("check")} footer={null} onCancel={() => open(false)} width={680}>
        <Typography.Paragraph>{say("checkSays")}</Typography.Paragraph>
        <Code text={SAMPLE} />
      </Modal>
    </>
  );
}

export function Code({ text }: { text: string }) {
  return (
    <Typography.Paragraph copyable={{ text }}>
      <pre style={{ margin: 0, fontSize: 13, whiteSpace: "pre-wrap", wordBreak: "break-word" }}>{text}</pre>
    </Typography.Paragraph>
  );
}
