/** A short word with a dot of its tone: the word itself stays as dark as any text, so that it can be read. */
import { Tag, theme } from "antd";
import type { ReactNode } from "react";

export type Tone = "good" | "bad" | "note" | "going" | "plain";

export function Mark({
  tone = "plain",
  title,
  children,
}: {
  tone?: Tone;
  title?: string;
  children: ReactNode;
}) {
  const { token } = theme.useToken();
  const colours: Record<Tone, string> = {
    good: token.colorSuccess,
    bad: token.colorError,
    note: token.colorWarning,
    going: token.colorInfo,
    plain: token.colorTextSecondary,
  };
  const dot = { width: 7, height: 7, borderRadius: 4, background: colours[tone], display: "inline-block" };
  return (
    <Tag title={title} style={{ margin: 0, display: "inline-flex", alignItems: "center", gap: 6 }}>
      {tone !== "plain" && <span style={dot} />}
      {children}
    </Tag>
  );
}
