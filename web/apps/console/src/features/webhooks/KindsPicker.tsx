/** Which events a webhook hears of, under their heads; a head takes all of its own. */
import { api } from "@shuke/api";
import { inLanguage } from "@shuke/core";
import { Checkbox, Flex, Skeleton, theme } from "antd";
import { ProblemView } from "../../kit/Problem";
import { grouped, type HookIn, type Kind } from "./hooks";
import { useHookTexts } from "./words";

type Kinds = HookIn["kinds"];

interface Props {
  value?: Kinds;
  onChange?: (kinds: Kinds) => void;
}

export function useKinds() {
  return api.useQuery("get", "/api/staff/webhook-kinds", {}, { staleTime: Number.POSITIVE_INFINITY });
}

export function KindsPicker({ value = [], onChange }: Props) {
  const { data, error } = useKinds();
  const { token } = theme.useToken();
  if (error) return <ProblemView thrown={error} />;
  if (!data) return <Skeleton active />;
  return (
    <Flex
      vertical
      gap={12}
      style={{
        maxHeight: 300,
        overflow: "auto",
        padding: 12,
        border: `1px solid ${token.colorBorderSecondary}`,
        borderRadius: token.borderRadius,
      }}
    >
      {grouped(data).map(({ head, kinds }) => (
        <Group
          key={head.zh}
          head={head}
          kinds={kinds}
          value={value}
          change={(chosen) => onChange?.(chosen)}
        />
      ))}
    </Flex>
  );
}

interface GroupProps {
  head: Kind["group"];
  kinds: Kind[];
  value: Kinds;
  change: (kinds: Kinds) => void;
}

function Group({ head, kinds, value, change }: GroupProps) {
  const { say, language } = useHookTexts();
  const own = kinds.map(({ kind }) => kind);
  const others = value.filter((kind) => !own.includes(kind));
  const chosen = own.filter((kind) => value.includes(kind));
  const name = inLanguage(head, language);
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
      <legend style={{ fontWeight: 600, fontSize: 14, marginBottom: 4 }}>
        <Checkbox
          aria-label={say("allOf", { group: name })}
          checked={chosen.length === own.length}
          indeterminate={chosen.length > 0 && chosen.length < own.length}
          onChange={({ target }) => change(target.checked ? [...others, ...own] : others)}
        >
          {name}
        </Checkbox>
      </legend>
      <Checkbox.Group
        value={chosen}
        onChange={(now) => change([...others, ...now])}
        style={{
          display: "grid",
          gridTemplateColumns: "repeat(auto-fill, minmax(190px, 1fr))",
          gap: 4,
          paddingInlineStart: 24,
        }}
        options={kinds.map((kind) => ({ value: kind.kind, label: inLanguage(kind.name, language) }))}
      />
    </fieldset>
  );
}
