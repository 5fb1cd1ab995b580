/** What the page of a member knows of her. */
import type { Shapes } from "@shuke/api";

export type Page = Shapes["MemberPageOut"];
