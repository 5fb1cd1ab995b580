/** The shifts of the tills, each with what was over or short, and its report. */
import { shift as later } from "@shuke/core";
import { Alert, Button, Empty, Flex, Skeleton } from "antd";
import { useSearchParams } from "react-router";
import { PageHead } from "../../../kit/PageHead";
import { ProblemView } from "../../../kit/Problem";
import { useScope } from "../../../kit/scope";
import { ReportDrawer } from "./ReportDrawer";
import { ShiftTable } from "./ShiftTable";
import { useShifts } from "./useShifts";
import { useShiftTexts } from "./words";

const OPENED = "shift";

export default function ShiftsPage() {
  const { say } = useShiftTexts();
  const { period } = useScope();
  const [params, setParams] = useSearchParams();
  const { shifts, data, error, refetch, loaded, hasEarlier, isFetching, fetchNextPage } = useShifts();
  const open = (shiftId: string | null) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      if (shiftId) next.set(OPENED, shiftId);
      else next.delete(OPENED);
      return next;
    });
  const says = say("says", {
    from: period.from,
    to: later(period.to, -1),
    shifts: shifts.length,
    open: shifts.filter((each) => each.state === "open").length,
  });
  return (
    <>
      <PageHead title={say("title")} says={data && says} />
      <Flex vertical gap={12}>
        {error && <ProblemView thrown={error} again={() => void refetch()} />}
        {!error && !data && <Skeleton active paragraph={{ rows: 8 }} />}
        {hasEarlier && !isFetching && (
          <Alert
            type="info"
            showIcon
            title={say("partial", { loaded })}
            action={
              <Button size="small" onClick={() => void fetchNextPage()}>
                {say("earlier")}
              </Button>
            }
          />
        )}
        {data && shifts.length === 0 && !isFetching && (
          <Empty description={`${say("empty")} ${say("emptyHow")}`} />
        )}
        {shifts.length > 0 && <ShiftTable shifts={shifts} isLoading={isFetching} open={open} />}
      </Flex>
      <ReportDrawer shiftId={params.get(OPENED)} close={() => open(null)} />
    </>
  );
}
