/** Members who answer to the text; asked for once the typing has paused, as every search is counted. */
import { api } from "@shuke/api";
import { useEffect, useState } from "react";
import { useNavigate } from "react-router";
import { useScope } from "../../kit/scope";
import { useMay } from "../../session/session";
import { type Command, mayBeMember } from "./match";

const PAUSE_MS = 350;

export function useMembers(text: string) {
  const wanted = useSettled(text.trim());
  const isAsked = useMay()("members.find") && mayBeMember(wanted);
  const { search } = useScope();
  const go = useNavigate();
  const found = api.useQuery(
    "get",
    "/api/staff/members/find",
    { params: { query: { text: wanted } } },
    { enabled: isAsked, retry: false, staleTime: 60_000 },
  );
  const members = isAsked ? (found.data?.members ?? []) : [];
  return {
    isAsked,
    isLoading: isAsked && found.isLoading,
    error: isAsked ? found.error : null,
    commands: members.map(
      ({ member_id, name_masked, number, phone_masked }): Command => ({
        id: member_id,
        kind: "member",
        label: name_masked || number,
        hint: [phone_masked, name_masked ? number : ""].filter(Boolean).join(" · "),
        names: [],
        act: () => void go(`/members/${member_id}${search}`),
      }),
    ),
  };
}

function useSettled(text: string): string {
  const [settled, settle] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => settle(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
