/** Everything by keyboard: type, choose with the arrows, open with Enter. A combobox over a list, as readers know it. */
import { SearchOutlined } from "@ant-design/icons";
import { Input, Modal, Typography } from "antd";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { ProblemView } from "../../kit/Problem";
import { type Command, matching } from "./match";
import { Results } from "./Results";
import { useCommands } from "./useCommands";
import { useMembers } from "./useMembers";
import { usePaletteTexts } from "./words";

const MOST = 12;

export default function Palette({ onClose }: { onClose: () => void }) {
  const { say } = usePaletteTexts();
  const [text, setText] = useState("");
  const members = useMembers(text);
  const found = [...members.commands, ...matching(useCommands(), text, MOST)];
  const { chosen, choose, onKeyDown } = useChosen(found, text, onClose);
  const run = (command: Command) => {
    onClose();
    command.act();
  };
  return (
    <Modal
      open
      onCancel={onClose}
      footer={null}
      closable={false}
      width={600}
      style={{ top: "12vh" }}
      styles={{ container: { padding: 0 }, body: { padding: 0 } }}
      aria-label={say("find")}
      destroyOnHidden
    >
      <Input
        autoFocus
        size="large"
        variant="borderless"
        prefix={<SearchOutlined />}
        placeholder={say("prompt")}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        role="combobox"
        aria-label={say("find")}
        aria-expanded
        aria-controls="palette"
        aria-autocomplete="list"
        aria-activedescendant={found[chosen] ? `palette-${chosen}` : undefined}
        className="palette-input"
      />
      {members.error && <ProblemView thrown={members.error} />}
      <Results found={found} chosen={chosen} onPick={run} onPoint={choose} />
      <div className="palette-foot">
        <Typography.Text type="secondary" role="status">
          {members.isLoading
            ? say("looking")
            : found.length > 0
              ? say("results", { count: found.length })
              : say("nothing")}
        </Typography.Text>
        <Typography.Text type="secondary">{found.length > 0 && say("keys")}</Typography.Text>
      </div>
    </Modal>
  );
}

/** Which of the found is chosen: arrows move it, Enter opens it, another text begins at the top. */
function useChosen(found: readonly Command[], text: string, onClose: () => void) {
  const [chosen, choose] = useState(0);
  const before = useRef(text);
  useEffect(() => {
    if (before.current !== text) choose(0);
    before.current = text;
  }, [text]);
  const moves: Record<string, number> = { ArrowDown: chosen + 1, ArrowUp: chosen - 1 };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const moved = moves[event.key];
    if (moved !== undefined) {
      event.preventDefault();
      choose((moved + found.length) % Math.max(1, found.length));
    }
    const picked = event.key === "Enter" ? found[chosen] : undefined;
    if (picked) {
      event.preventDefault();
      onClose();
      picked.act();
    }
  };
  return { chosen, choose, onKeyDown };
}
