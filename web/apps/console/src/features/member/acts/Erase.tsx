/** The end of a membership: typed out before it is done, since nothing brings it back. */
import { staff } from "@shuke/api";
import { Form, Input } from "antd";
import { ActDrawer, ReasonField } from "./ActDrawer";
import type { ActProps } from "./act";
import { useAct } from "./useAct";
import { useActTexts } from "./words";

interface Values {
  number: string;
  reason: string;
}

export function Erase({ page, memberId, close }: ActProps) {
  const { say } = useActTexts();
  const { number } = page.profile;
  const act = useAct(
    memberId,
    ({ reason }: Values, header) =>
      staff.POST("/api/staff/members/{member_id}/erasure", {
        params: { path: { member_id: memberId }, header },
        body: { reason },
      }),
    close,
  );
  return (
    <ActDrawer<Values>
      title={say("erase")}
      says={say("eraseSays")}
      warning={say("eraseWarning")}
      okText={say("eraseOk")}
      danger
      act={act}
      close={close}
    >
      <ReasonField />
      <Form.Item
        name="number"
        label={say("eraseType", { number })}
        rules={[{ required: true, pattern: new RegExp(`^${number}$`), message: say("eraseDiffers") }]}
      >
        <Input autoComplete="off" />
      </Form.Item>
    </ActDrawer>
  );
}
