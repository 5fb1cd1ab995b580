/** Take an import back, after asking; and say what was taken back. */
import { UndoOutlined } from "@ant-design/icons";
import { api } from "@shuke/api";
import { count } from "@shuke/core";
import { Alert, App, Button, Flex, Typography } from "antd";
import { ProblemView } from "../../kit/Problem";
import { momentText } from "./Parts";
import { type Run, undoUntil } from "./progress";
import { useImportTexts } from "./words";

export function Undo({ run, again }: { run: Run; again: () => void }) {
  const { say, language } = useImportTexts();
  const { modal } = App.useApp();
  const undo = api.useMutation("post", "/api/staff/imports/{import_id}/undo", { onSuccess: again });
  const until = undoUntil(run, Date.now());
  const ask = () =>
    modal.confirm({
      title: say("undoSure"),
      content: say("undoHow"),
      okText: say("undo"),
      okButtonProps: { danger: true },
      cancelText: say("keep"),
      onOk: () => undo.mutate({ params: { path: { import_id: run.id } } }),
    });
  if (undo.data) {
    const receipts = count(undo.data.receipts, language);
    const members = count(undo.data.members, language);
    return <Alert type="success" showIcon title={say("takenBack", { receipts, members })} />;
  }
  return (
    <>
      {undo.error && <ProblemView thrown={undo.error} />}
      {until && (
        <Flex gap={12} align="center" justify="flex-end" wrap>
          <Typography.Text type="secondary">
            {undo.isPending ? say("undoing") : say("undoUntil", { until: momentText(until, language) })}
          </Typography.Text>
          <Button danger icon={<UndoOutlined />} loading={undo.isPending} onClick={ask}>
            {say("undo")}
          </Button>
        </Flex>
      )}
    </>
  );
}
