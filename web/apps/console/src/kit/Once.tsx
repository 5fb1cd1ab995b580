/** A secret that is shown this once: it can be copied, and the window closes only when somebody says so. */
import { Alert, Button, Flex, Modal, QRCode, Typography } from "antd";
import { texts } from "./texts";

const useTexts = texts(
  "once",
  {
    warning: "只显示这一次,关闭后无法再查看。请立即复制并妥善保存。",
    kept: "我已保存",
  },
  {
    warning: "It is shown this once and never again. Copy it now and keep it safe.",
    kept: "I have kept it",
  },
);

interface Props {
  title: string;
  /** What is secret; nothing is shown while there is none. */
  secret: string | null;
  says?: string;
  /** Also as a picture for a camera. */
  withCode?: boolean;
  close: () => void;
}

export function Once({ title, secret, says, withCode = false, close }: Props) {
  const { say } = useTexts();
  return (
    <Modal
      open={secret !== null}
      title={title}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      footer={
        <Button type="primary" onClick={close}>
          {say("kept")}
        </Button>
      }
    >
      <Flex vertical gap={16}>
        <Alert type="warning" showIcon title={say("warning")} />
        {says && <span>{says}</span>}
        <Flex justify="center">{withCode && secret && <QRCode value={secret} />}</Flex>
        <Typography.Text
          code
          copyable={{ text: secret ?? "" }}
          style={{ fontSize: 18, wordBreak: "break-all" }}
        >
          {secret}
        </Typography.Text>
      </Flex>
    </Modal>
  );
}
