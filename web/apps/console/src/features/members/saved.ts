/** A filter that somebody has kept. */
import type { Shapes } from "@shuke/api";

export type Saved = Shapes["SavedFilterOut"];
