/** The document itself, for those who know its format. What is no JSON stays in the box until it is. */
import { Flex, Input, Typography } from "antd";
import { useState } from "react";
import { isPart, type Json, type Part } from "./model/form";
import { useProgrammeTexts } from "./words";

export function TextView({ body, onChange }: { body: Part; onChange: (body: Part) => void }) {
  const { say } = useProgrammeTexts();
  const [typed, type] = useState<string | null>(null);
  const read = (text: string) => {
    type(text);
    const parsed = parse(text);
    if (isPart(parsed)) onChange(parsed);
  };
  const text = typed ?? JSON.stringify(body, null, 2);
  const isWrong = typed !== null && !isPart(parse(typed));
  return (
    <Flex vertical gap={8}>
      <Typography.Text type="secondary">{say("jsonHow")}</Typography.Text>
      <Input.TextArea
        aria-label={say("json")}
        value={text}
        onChange={({ target }) => read(target.value)}
        onBlur={() => !isWrong && type(null)}
        status={isWrong ? "error" : ""}
        autoSize={{ minRows: 12, maxRows: 36 }}
        spellCheck={false}
        style={{ fontFamily: "ui-monospace, monospace", fontSize: 13 }}
      />
      {isWrong && <Typography.Text type="danger">{say("jsonWrong")}</Typography.Text>}
    </Flex>
  );
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
