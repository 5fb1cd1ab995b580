/** The way to everything: a field in the header, a sign on a phone; Ctrl or ⌘ with K, or `/`, from the keyboard. */
import { SearchOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { lazy, Suspense, useEffect, useState } from "react";
import { usePaletteTexts } from "./words";

const Palette = lazy(() => import("./Palette"));

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);

export function Search({ isWide }: { isWide: boolean }) {
  const { say } = usePaletteTexts();
  const [isOpen, open] = useState(false);
  useKeys(open);
  return (
    <>
      {isWide ? (
        <button type="button" className="find" onClick={() => open(true)} aria-haspopup="dialog">
          <SearchOutlined />
          {say("find")}
          <kbd className="key" aria-hidden>
            {isApple ? "⌘ K" : "Ctrl K"}
          </kbd>
        </button>
      ) : (
        <Button
          type="text"
          icon={<SearchOutlined />}
          aria-label={say("find")}
          aria-haspopup="dialog"
          onClick={() => open(true)}
        />
      )}
      {isOpen && (
        <Suspense>
          <Palette onClose={() => open(false)} />
        </Suspense>
      )}
    </>
  );
}

function useKeys(open: (isOpen: boolean) => void) {
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      const isChord = (event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k";
      if (!isChord && (event.key !== "/" || isTyping(event.target))) return;
      event.preventDefault();
      open(true);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [open]);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, [contenteditable]");
}
