/** A report as a file: where it is fetched, in the language of whoever reads. */
import { useScope } from "./scope";
import { useSettings } from "./settings";

/** Where the whole report can be fetched as a file; the server writes down who took it. */
export function useReportFile(name: string, params: Record<string, string> = {}) {
  const scope = useScope();
  const language = useSettings((settings) => settings.language);
  return (format: "csv" | "xlsx") => {
    const query = new URLSearchParams({ view: scope.view, format, language });
    query.set("from_date", scope.period.from);
    query.set("to_date", scope.period.to);
    if (scope.storeId) query.set("store_id", scope.storeId);
    for (const [key, value] of Object.entries(params)) query.append("param", `${key}=${value}`);
    return `/api/staff/reports/${name}?${query}`;
  };
}
