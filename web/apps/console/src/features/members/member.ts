/** One row of the list of members. */
import type { Shapes } from "@shuke/api";

export type Member = Shapes["MemberRowOut"];
