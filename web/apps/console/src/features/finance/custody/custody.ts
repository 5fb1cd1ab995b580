/** What is held for customers, and how far it may go. */
import type { Shapes } from "@shuke/api";

export type Custody = Shapes["CustodyOut"];
