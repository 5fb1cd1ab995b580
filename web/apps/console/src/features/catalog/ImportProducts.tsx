/** Products copied from a spreadsheet: read at once, what is wrong named by its line, written when all is right. */
import { api } from "@shuke/api";
import { useQueryClient } from "@tanstack/react-query";
import { Alert, App, Flex, Input, Modal, Typography } from "antd";
import { useState } from "react";
import { ProblemView } from "../../kit/Problem";
import { type Fault, readPasted } from "./pasted";
import { useCatalogTexts } from "./words";

const SHOWN = 5;
const EXAMPLE = "编码\t名称\t品类\t品牌\t规格\t原价\t成本\t条码";

export function ImportProducts({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  const { say } = useCatalogTexts();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [text, setText] = useState("");
  const { products, faults } = text.trim() ? readPasted(text) : { products: [], faults: [] };
  const put = api.useMutation("put", "/api/staff/catalog/products", {
    onSuccess: ({ ids }) => {
      void message.success(say("written", { count: Object.keys(ids).length }));
      void queries.invalidateQueries();
      setText("");
      close();
    },
  });
  const isRight = products.length > 0 && faults.length === 0;
  return (
    <Modal
      open={isOpen}
      title={say("import")}
      width={720}
      okText={say("begin", { count: products.length })}
      cancelText={say("cancel")}
      okButtonProps={{ disabled: !isRight }}
      confirmLoading={put.isPending}
      onCancel={close}
      onOk={() => put.mutate({ body: { products } })}
    >
      <Flex vertical gap={12}>
        <span>{say("importHow")}</span>
        <Typography.Text type="secondary">{say("columns")}</Typography.Text>
        <Input.TextArea
          aria-label={say("paste")}
          placeholder={EXAMPLE}
          rows={10}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        {put.error && <ProblemView thrown={put.error} />}
        {isRight && <Alert type="success" showIcon title={say("read", { count: products.length })} />}
        {faults.length > 0 && <Faults faults={faults} />}
      </Flex>
    </Modal>
  );
}

function Faults({ faults }: { faults: Fault[] }) {
  const { say } = useCatalogTexts();
  const more = faults.length - SHOWN;
  return (
    <Alert
      type="error"
      showIcon
      title={
        <>
          {faults.slice(0, SHOWN).map(({ line, why, text = "" }) => (
            <div key={`${line} ${why}`}>{say("wrong", { line, why: say(why, { text }) })}</div>
          ))}
          {more > 0 && say("more", { count: more })}
        </>
      }
    />
  );
}
