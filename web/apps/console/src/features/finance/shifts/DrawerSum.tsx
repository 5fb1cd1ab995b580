/** How the cash that should lie in the drawer comes about, and what was counted. */
import type { Shapes } from "@shuke/api";
import { money } from "@shuke/core";
import { Descriptions, Typography } from "antd";
import { Over } from "./OverTag";
import { useShiftTexts } from "./words";

interface Props {
  drawer: Shapes["DrawerOut"];
  counted: number | null;
  over: number | null;
}

export function DrawerSum({ drawer, counted, over }: Props) {
  const { say, language } = useShiftTexts();
  const sum = (minor: number) => money(minor, language);
  const change = sum(drawer.change_minor);
  return (
    <div>
      <Typography.Title level={5}>{say("drawer")}</Typography.Title>
      <Descriptions
        size="small"
        bordered
        column={1}
        styles={{ content: { textAlign: "right" } }}
        items={[
          { key: "float", label: say("float"), children: sum(drawer.float_minor) },
          { key: "taken", label: say("cashTaken", { change }), children: sum(drawer.taken_minor) },
          { key: "back", label: say("cashBack"), children: sum(0 - drawer.paid_back_minor) },
          { key: "in", label: say("cashIn"), children: sum(drawer.in_minor) },
          { key: "out", label: say("cashOut"), children: sum(0 - drawer.out_minor) },
          {
            key: "expected",
            label: say("expected"),
            children: <strong>{sum(drawer.expected_minor)}</strong>,
          },
          { key: "counted", label: say("counted"), children: counted === null ? "–" : sum(counted) },
          { key: "over", label: say("over"), children: <Over minor={over} /> },
        ]}
      />
    </div>
  );
}
