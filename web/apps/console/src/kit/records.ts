/** What a report holds, by the names of its columns. */
import type { Report } from "./useReport";

/** Rows as objects, for drawing. */
export function records(report: Report): Record<string, unknown>[] {
  return report.rows.map((row) =>
    Object.fromEntries(report.columns.map((each, place) => [each.name, row[place]])),
  );
}
