/** A card of the cockpit: a name, a way on, and what it is about. Plain, so that the first page is light. */
import type { ReactNode } from "react";
import "./overview.css";

interface Props {
  title: string;
  extra?: ReactNode;
  children: ReactNode;
}

export function Panel({ title, extra, children }: Props) {
  return (
    <section className="panel" aria-label={title}>
      <header className="panel-head">
        <h2>{title}</h2>
        {extra}
      </header>
      <div className="panel-body">{children}</div>
    </section>
  );
}
