/** How business goes, in one sentence each. */
import { figure, most, people, rowsOf, type Sentence, share, sum, yuan } from "./parts";

export const newOld: Sentence = (report, language) => {
  const rows = rowsOf(report);
  const of = (customer: string) =>
    sum(
      rows.filter((row) => row.customer === customer),
      "net_minor",
    );
  const all = sum(rows, "net_minor");
  if (all <= 0) return null;
  const parts = ["old", "new", "unidentified"].map((each) => share(of(each), all, language));
  return language === "zh"
    ? `销售 ${yuan(all, language)} 中,老客 ${parts[0]}、新客 ${parts[1]}、未识别 ${parts[2]}。`
    : `Of sales of ${yuan(all, language)}, old customers bring ${parts[0]}, new ones ${parts[1]}, unidentified ones ${parts[2]}.`;
};

export const sales: Sentence = (report, language) => {
  const rows = rowsOf(report);
  const best = most(rows, "net_minor");
  const all = sum(rows, "net_minor");
  if (!best || all <= 0) return null;
  const members = share(sum(rows, "member_minor"), all, language);
  const top = share(figure(best, "net_minor"), all, language);
  return language === "zh"
    ? `${people(rows.length, language)} 家门店共售 ${yuan(all, language)},会员占 ${members};最多的是${best.name}(${top})。`
    : `${people(rows.length, language)} stores sold ${yuan(all, language)}, ${members} of it to members; ${best.name} sold most (${top}).`;
};

export const bridge: Sentence = (report, language) => {
  const rows = rowsOf(report);
  const [sold, moved] = [sum(rows, "sold_minor"), sum(rows, "sold_to_others_minor")];
  if (sold <= 0) return null;
  return language === "zh"
    ? `售出的 ${yuan(sold, language)} 中,${share(moved, sold, language)} 卖给了归属别处的会员,在归属口径里算到别家。`
    : `Of ${yuan(sold, language)} sold, ${share(moved, sold, language)} went to members who belong elsewhere, and counts there in the ownership view.`;
};
