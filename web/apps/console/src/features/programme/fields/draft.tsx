/** The document that is being written, its form, and what the server says of it: shared by all fields of an editor. */
import { createContext, type ReactNode, use, useMemo } from "react";
import {
  changedAt,
  isPart,
  type Json,
  type Node,
  nodeAt,
  type Part,
  type Path,
  valueAt,
} from "../model/form";
import type { Speaker } from "../model/speech";
import type { Fault } from "../rules";

export interface Draft {
  form: Node;
  body: Part;
  faults: readonly Fault[];
  speaker: Speaker;
  change: (path: Path, value: Json | undefined) => void;
}

const Context = createContext<Draft | null>(null);

interface Props extends Omit<Draft, "change"> {
  onChange: (body: Part) => void;
  children: ReactNode;
}

export function DraftOf({ form, body, faults, speaker, onChange, children }: Props) {
  const draft = useMemo(
    () => ({
      form,
      body,
      faults,
      speaker,
      change: (path: Path, value: Json | undefined) => onChange(changedAt(body, path, value) as Part),
    }),
    [form, body, faults, speaker, onChange],
  );
  return <Context value={draft}>{children}</Context>;
}

export function useDraft(): Draft {
  const draft = use(Context);
  if (!draft) throw new Error("a field stands outside of a draft");
  return draft;
}

export interface Place {
  path: Path;
  node: Node;
  value: Json | undefined;
  above: Json | undefined;
  faults: readonly Fault[];
  language: Speaker["language"];
  set: (value: Json | undefined) => void;
}

export function usePlace(path: Path): Place {
  const { form, body, faults, change, speaker } = useDraft();
  return {
    path,
    node: nodeAt(form, path, body),
    value: valueAt(body, path),
    above: counting(body, path),
    faults: faults.filter((each) => isAt(each, path)),
    language: speaker.language,
    set: (value) => change(path, value),
  };
}

/** The nearest part above that says by what it counts. */
function counting(body: Part, path: Path): Json | undefined {
  for (let length = path.length - 1; length > 0; length -= 1) {
    const above = valueAt(body, path.slice(0, length));
    if (isPart(above) && "by" in above) return above;
  }
  return undefined;
}

function isAt({ path: at }: Fault, path: Path): boolean {
  return at.length === path.length && at.every((step, place) => step === String(path[place]));
}
