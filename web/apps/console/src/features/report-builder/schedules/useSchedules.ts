/** The schedules that one owns or receives, and what can be done with them. */
import { api, type Shapes } from "@shuke/api";
import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { wordsOf } from "../../../kit/Problem";
import { type ScheduleWord, useScheduleTexts } from "./words";

export type Schedule = Shapes["ScheduleOut"];
export type Plan = Shapes["Plan"];

const LISTED = ["get", "/api/staff/report-schedules"];

export function useSchedules() {
  return api.useQuery("get", "/api/staff/report-schedules");
}

export function useActs() {
  const { say } = useScheduleTexts();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const told = (word: ScheduleWord) => ({
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: LISTED });
      message.success(say(word));
    },
    onError: (thrown: unknown) => void message.error(wordsOf(thrown, say("failed"))),
  });
  return {
    plan: api.useMutation("post", "/api/staff/saved-reports/{report_id}/schedules", told("saved")),
    change: api.useMutation("put", "/api/staff/report-schedules/{schedule_id}", told("saved")),
    stop: api.useMutation("delete", "/api/staff/report-schedules/{schedule_id}", told("stopped")),
    resume: api.useMutation("post", "/api/staff/report-schedules/{schedule_id}/resumption", told("saved")),
    leave: api.useMutation("post", "/api/staff/report-schedules/{schedule_id}/leaving", told("left")),
    now: api.useMutation("post", "/api/staff/saved-reports/{report_id}/mailing", told("nowDone")),
  };
}
