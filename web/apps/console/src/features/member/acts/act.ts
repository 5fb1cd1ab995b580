/** What the form of an act is given. */
import type { Page } from "../page";

export interface ActProps {
  page: Page;
  memberId: string;
  of: string | null;
  close: () => void;
}
