/** The report of a shift: it moves while the shift is open, and is frozen when it is closed. */
import { api } from "@shuke/api";

export function useShiftReport(shiftId: string, isClosed: boolean, enabled = true) {
  return api.useQuery(
    "get",
    "/api/staff/shifts/{shift_id}/report",
    { params: { path: { shift_id: shiftId } } },
    { enabled, staleTime: isClosed ? Number.POSITIVE_INFINITY : 0 },
  );
}
