/** What can be done with the members that are chosen, or with all that the filter finds. */
import { App, Button } from "antd";
import { useState } from "react";
import type { Selection } from "../../kit/DataTable";
import { useMay } from "../../session/session";
import { type Act, BulkDialog } from "./BulkDialog";
import type { Choices } from "./choices";
import { ExportButton } from "./ExportButton";
import type { Filter } from "./filter";
import { useMemberTexts } from "./words";

const MOST_BY_HAND = 2_000;

interface Props {
  filter: Filter;
  selection: Selection;
  total: number | null;
  choices: Choices;
}

const ACTS = [
  { act: "owner", word: "giveOwner", right: "members.reassign" },
  { act: "coupon", word: "giveCoupon", right: "coupons.issue" },
  { act: "tag", word: "giveTag", right: "tags.put" },
] as const;

export function BulkBar({ filter, selection, total, choices }: Props) {
  const { say } = useMemberTexts();
  const { message } = App.useApp();
  const may = useMay();
  const [act, choose] = useState<Act | null>(null);
  const meant: Filter = selection.isAll ? filter : { member_id: [...selection.keys] };
  const count = selection.isAll ? total : selection.keys.size;
  const isTooMany = !selection.isAll && selection.keys.size > MOST_BY_HAND;
  const begin = (wanted: Act) => {
    if (isTooMany) void message.warning(say("tooManyChosen", { most: MOST_BY_HAND }));
    else choose(wanted);
  };
  return (
    <>
      {ACTS.filter(({ right }) => may(right)).map((each) => (
        <Button key={each.act} size="small" onClick={() => begin(each.act)}>
          {say(each.word)}
        </Button>
      ))}
      <ExportButton filter={meant} isTooMany={isTooMany} />
      {act && (
        <BulkDialog
          act={act}
          filter={meant}
          count={count}
          choices={choices}
          onDone={() => {
            choose(null);
            selection.clear();
          }}
          onClose={() => choose(null)}
        />
      )}
    </>
  );
}
