import { texts } from "../../kit/texts";

export const useAnalysisTexts = texts(
  "analysis",
  {
    csv: "导出 CSV",
    xlsx: "导出 Excel",
    empty: "这段时间没有数据",
    emptyHow: "换一个期间或门店再看。",
    rule: "规则版本 {{versions}}",
    asked: "截至 {{asOf}},{{rows}} 行",
    more: "下一页",
    table: "数据表",
    picture: "图",
  },
  {
    csv: "Export CSV",
    xlsx: "Export Excel",
    empty: "Nothing in these days",
    emptyHow: "Choose other days or another store.",
    rule: "Rule version {{versions}}",
    asked: "As of {{asOf}}, {{rows}} rows",
    more: "Next page",
    table: "Table",
    picture: "Chart",
  },
);
