/** Who the customers are, in one sentence each. */
import { figure, most, nameOf, people, rowsOf, type Sentence, share, sum, yuan } from "./parts";

export const rfm: Sentence = (report, language) => {
  const rows = rowsOf(report);
  const best = most(rows, "net_minor");
  const [members, sales] = [sum(rows, "members"), sum(rows, "net_minor")];
  if (!best || sales <= 0) return null;
  const name = nameOf(report, "rfm_class", best.rfm_class, language);
  const [who, of] = [figure(best, "members"), figure(best, "net_minor")];
  return language === "zh"
    ? `「${name}」${people(who, language)} 位,占会员的 ${share(who, members, language)},带来窗口内销售的 ${share(of, sales, language)}。`
    : `${people(who, language)} members are “${name}”: ${share(who, members, language)} of all, and ${share(of, sales, language)} of their sales.`;
};

export const rfmMatrix: Sentence = (report, language) => {
  const rows = rowsOf(report);
  const high = rows.filter((row) => figure(row, "r") >= 4 && figure(row, "other") >= 4);
  const outside = sum(
    rows.filter((row) => figure(row, "r") === 0),
    "members",
  );
  const [members, sales] = [sum(rows, "members"), sum(rows, "net_minor")];
  if (members === 0) return null;
  const side = report.params.by === "m" ? "M" : "F";
  const part = sum(high, "members");
  const brought = share(sum(high, "net_minor"), sales, language);
  return language === "zh"
    ? `R 与 ${side} 都在 4 分以上的有 ${people(part, language)} 位(${share(part, members, language)}),带来 ${brought} 的销售;${people(outside, language)} 位在窗口内没有消费。`
    : `${people(part, language)} members (${share(part, members, language)}) score 4 or more on R and ${side} and bring ${brought} of sales; ${people(outside, language)} did not buy within the window.`;
};

export const lifecycle: Sentence = (report, language) => {
  const rows = rowsOf(report);
  const all = sum(rows, "members");
  if (all === 0) return null;
  const of = (...states: string[]) =>
    sum(
      rows.filter((row) => states.includes(String(row.state))),
      "members",
    );
  const [alive, away, lost] = [of("new", "active"), of("silent", "dormant"), of("lost")];
  return language === "zh"
    ? `${people(all, language)} 位会员中,新客与活跃 ${people(alive, language)} 位(${share(alive, all, language)}),沉默与休眠 ${people(away, language)} 位(${share(away, all, language)}),流失 ${people(lost, language)} 位(${share(lost, all, language)})。`
    : `Of ${people(all, language)} members, ${people(alive, language)} (${share(alive, all, language)}) are new or active, ${people(away, language)} (${share(away, all, language)}) silent or dormant, and ${people(lost, language)} (${share(lost, all, language)}) lost.`;
};

const RANK: Record<string, number> = { new: 0, active: 0, silent: 1, dormant: 2, lost: 3 };

export const lifecycleFlow: Sentence = (report, language) => {
  const known = rowsOf(report).filter(
    (row) => String(row.from_state) in RANK && String(row.to_state) in RANK,
  );
  const step = (row: (typeof known)[number]) =>
    (RANK[String(row.to_state)] ?? 0) - (RANK[String(row.from_state)] ?? 0);
  const fell = sum(
    known.filter((row) => step(row) > 0),
    "members",
  );
  const rose = sum(
    known.filter((row) => step(row) < 0),
    "members",
  );
  const fresh = sum(
    rowsOf(report).filter((row) => row.from_state === "absent" && row.to_state !== "absent"),
    "members",
  );
  if (known.length + fresh === 0) return null;
  const [from, to] = [report.from_date, report.to_date];
  return language === "zh"
    ? `从 ${from} 到 ${to},${people(fell, language)} 位会员走远了,${people(rose, language)} 位走近了,另有 ${people(fresh, language)} 位新来。`
    : `From ${from} to ${to}, ${people(fell, language)} members drifted away, ${people(rose, language)} came closer, and ${people(fresh, language)} are new.`;
};

export const lifecycleHistory: Sentence = (report, language) => {
  const rows = rowsOf(report).filter((row) => row.state === "active" || row.state === "new");
  const days = [...new Set(rows.map((row) => String(row.day_on)))].sort();
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return null;
  const on = (day: string) =>
    sum(
      rows.filter((row) => row.day_on === day),
      "members",
    );
  const change = on(last) - on(first);
  const sign = change >= 0 ? "+" : "−";
  return language === "zh"
    ? `新客与活跃会员从 ${first} 的 ${people(on(first), language)} 位变为 ${last} 的 ${people(on(last), language)} 位(${sign}${people(Math.abs(change), language)})。`
    : `New and active members went from ${people(on(first), language)} on ${first} to ${people(on(last), language)} on ${last} (${sign}${people(Math.abs(change), language)}).`;
};

export const quadrants: Sentence = (report, language) => {
  const rows = rowsOf(report).filter((row) => row.quadrant !== "none");
  const best = most(rows, "net_minor");
  const [buyers, sales] = [sum(rows, "members"), sum(rows, "net_minor")];
  if (!best || sales <= 0) return null;
  const name = nameOf(report, "quadrant", best.quadrant, language);
  const same = rows.filter((row) => row.quadrant === best.quadrant);
  const [who, brought] = [sum(same, "members"), sum(same, "net_minor")];
  return language === "zh"
    ? `窗口内消费的 ${people(buyers, language)} 位会员中,「${name}」${people(who, language)} 位,带来 ${share(brought, sales, language)} 的销售。`
    : `Of ${people(buyers, language)} members who bought within the window, ${people(who, language)} are “${name}” and bring ${share(brought, sales, language)} of sales.`;
};

export const quadrantMap: Sentence = (report, language) => {
  const rows = rowsOf(report);
  const once = sum(
    rows.filter((row) => figure(row, "purchases_up_to") === 1),
    "members",
  );
  const all = sum(rows, "members");
  if (all === 0) return null;
  return language === "zh"
    ? `窗口内消费的 ${people(all, language)} 位会员里,${people(once, language)} 位(${share(once, all, language)})只来过一次。`
    : `Of ${people(all, language)} members who bought within the window, ${people(once, language)} (${share(once, all, language)}) came only once.`;
};

export const valueClasses: Sentence = (report, language) => {
  const rows = rowsOf(report);
  const high = rows.find((row) => row.value_class === "high");
  const [members, sales] = [sum(rows, "members"), sum(rows, "net_minor")];
  if (!high || sales <= 0) return null;
  const [who, brought] = [figure(high, "members"), figure(high, "net_minor")];
  return language === "zh"
    ? `高价值会员 ${people(who, language)} 位,占 ${share(who, members, language)},带来 ${share(brought, sales, language)} 的销售。`
    : `${people(who, language)} high-value members, ${share(who, members, language)} of all, bring ${share(brought, sales, language)} of sales.`;
};

export const pareto: Sentence = (report, language) => {
  const rows = rowsOf(report);
  const fifth = rows.find((row) => row.percent === 20);
  const reaching = rows.find((row) => figure(row, "share_bp") >= 8_000);
  if (!fifth || figure(fifth, "all_minor") <= 0) return null;
  const brought = share(figure(fifth, "minor"), figure(fifth, "all_minor"), language);
  const what =
    report.params.by === "margin"
      ? { zh: "毛利", en: "margin" }[language]
      : { zh: "销售", en: "sales" }[language];
  const until = reaching ? figure(reaching, "percent") : 100;
  return language === "zh"
    ? `最好的 20% 顾客(${people(figure(fifth, "members"), language)} 位)带来 ${brought} 的${what};要凑够 80%,得算到前 ${until}%。`
    : `The best 20 % of buyers (${people(figure(fifth, "members"), language)}) bring ${brought} of ${what}; 80 % takes the best ${until} %.`;
};

export const layers: Sentence = (report, language) => {
  const rows = rowsOf(report);
  const largest = most(rows, "members");
  const [members, sales] = [sum(rows, "members"), sum(rows, "net_minor")];
  if (!largest || members === 0) return null;
  const name = nameOf(report, "layer", largest.layer, language);
  const who = figure(largest, "members");
  const brought = share(figure(largest, "net_minor"), sales, language);
  const each = yuan(figure(largest, "amount_minor"), language);
  return language === "zh"
    ? `人数最多的是「${name}」:${people(who, language)} 位(${share(who, members, language)}),占销售的 ${brought},人均 ${each}。`
    : `The largest part is “${name}”: ${people(who, language)} members (${share(who, members, language)}), ${brought} of sales, ${each} each.`;
};
