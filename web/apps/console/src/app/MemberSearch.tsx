/** Find a member from every page: by phone, last four digits, name or card. `/` puts the cursor here. */
import { SearchOutlined } from "@ant-design/icons";
import { api } from "@shuke/api";
import { AutoComplete, type RefSelectProps } from "antd";
import { useDeferredValue, useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { useScope } from "../kit/scope";
import { useMay } from "../session/session";
import { useShellTexts } from "./words";

const LEAST = 4;

export function MemberSearch() {
  const { say } = useShellTexts();
  const may = useMay();
  const go = useNavigate();
  const { search } = useScope();
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text.trim());
  const field = useRef<RefSelectProps>(null);
  const isAble = may("members.find");
  const found = api.useQuery(
    "get",
    "/api/staff/members/find",
    { params: { query: { text: wanted } } },
    { enabled: isAble && wanted.length >= LEAST, retry: false },
  );
  useSlash(() => field.current?.focus());
  if (!isAble) return null;
  return (
    <AutoComplete
      ref={field}
      value={text}
      onChange={setText}
      onSelect={(memberId: string) => {
        setText("");
        go(`/members/${memberId}${search}`);
      }}
      options={(found.data?.members ?? []).map((member) => ({
        value: member.member_id,
        label: `${member.name_masked || member.number} · ${member.phone_masked}`,
      }))}
      notFoundContent={wanted.length >= LEAST && !found.isLoading ? say("nobody") : null}
      prefix={<SearchOutlined />}
      placeholder={say("find")}
      aria-label={say("find")}
      allowClear
      style={{ width: 260 }}
    />
  );
}

function useSlash(act: () => void) {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const inField =
        event.target instanceof HTMLElement && event.target.matches("input, textarea, [contenteditable]");
      if (event.key !== "/" || inField) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [act]);
}
