/** How members come, stay and go, in one sentence each. */
import { figure, month, most, nameOf, people, rowsOf, type Sentence, share, sum, yuan } from "./parts";

export const tiers: Sentence = (report, language) => {
  const rows = rowsOf(report);
  const held = rows.filter((row) => row.level !== null);
  const best = most(held, "net_minor");
  const [up, down, joins] = [sum(rows, "upgrades"), sum(rows, "downgrades"), sum(rows, "joins")];
  if (!best) return null;
  const name = nameOf(report, "level", best.level, language);
  const brought = share(figure(best, "net_minor"), sum(rows, "net_minor"), language);
  return language === "zh"
    ? `期间 ${people(joins, language)} 次入会、${people(up, language)} 次升级、${people(down, language)} 次降级;「${name}」${people(figure(best, "members"), language)} 位会员带来 ${brought} 的会员销售。`
    : `${people(joins, language)} joins, ${people(up, language)} upgrades and ${people(down, language)} downgrades; ${people(figure(best, "members"), language)} members of “${name}” bring ${brought} of members' sales.`;
};

export const flow: Sentence = (report, language) => {
  const rows = rowsOf(report);
  if (rows.length === 0) return null;
  const [gained, back, lost] = [sum(rows, "gained"), sum(rows, "reactivated"), sum(rows, "lost")];
  const effect = sum(rows, "effect_minor");
  const net = gained + back - lost;
  const sign = net >= 0 ? "+" : "−";
  return language === "zh"
    ? `新增 ${people(gained, language)}、唤回 ${people(back, language)}、流失 ${people(lost, language)},净 ${sign}${people(Math.abs(net), language)} 位;对毛利的影响 ${yuan(effect, language)}。`
    : `${people(gained, language)} won, ${people(back, language)} called back, ${people(lost, language)} lost: ${sign}${people(Math.abs(net), language)} members, and ${yuan(effect, language)} of margin.`;
};

export const repurchase: Sentence = (report, language) => {
  const rows = rowsOf(report);
  const [buyers, again, may] = [sum(rows, "buyers"), sum(rows, "repeaters"), sum(rows, "may_still")];
  if (buyers === 0) return null;
  const days = report.params.window_days;
  const line = report.lines.repurchase_bp;
  const held = line === undefined ? "" : share(line, 10_000, language);
  return language === "zh"
    ? `${people(buyers, language)} 位买过的会员里,${people(again, language)} 位在 ${days} 天内又来,复购率 ${share(again, buyers, language)}${held && `(基准 ${held})`};还有 ${people(may, language)} 位尚在周期内。`
    : `Of ${people(buyers, language)} buyers, ${people(again, language)} came again within ${days} days: ${share(again, buyers, language)}${held && ` (line ${held})`}; ${people(may, language)} may still come.`;
};

export const ladder: Sentence = (report, language) => {
  const on = (rung: number) =>
    sum(
      rowsOf(report).filter((row) => figure(row, "rung") === rung),
      "members",
    );
  const [first, second, third] = [on(1), on(2), on(3)];
  if (first === 0) return null;
  return language === "zh"
    ? `到过店的 ${people(first, language)} 位中,${share(second, first, language)} 来了第二次;来过两次的人里,${share(third, second, language)} 来了第三次。`
    : `Of ${people(first, language)} who came, ${share(second, first, language)} came a second time; of those, ${share(third, second, language)} a third.`;
};

export const cohorts: Sentence = (report, language) => {
  const rows = rowsOf(report);
  const next = rows.filter((row) => figure(row, "months_later") === 1);
  const best = most(next, "retained_bp");
  const [came, size] = [sum(next, "members"), sum(next, "size")];
  if (!best || size === 0) return null;
  const top = share(figure(best, "retained_bp"), 10_000, language);
  return language === "zh"
    ? `首购后第 1 个月,平均 ${share(came, size, language)} 的人又来;最好的是 ${month(best.cohort, language)}首购的那一批,${top}。`
    : `One month after the first purchase ${share(came, size, language)} came again on average; best of all those of ${month(best.cohort, language)}, ${top}.`;
};

export const interval: Sentence = (report, language) => {
  const rows = rowsOf(report);
  const [first, second] = [sum(rows, "members"), sum(rows, "second_buyers")];
  const typical = most(rows, "members");
  if (!typical || first === 0) return null;
  const days = typical.days_to_second ?? "–";
  return language === "zh"
    ? `${people(first, language)} 位首购会员中 ${share(second, first, language)} 来了第二次;${month(typical.cohort, language)}那批人数最多,中位 ${days} 天后再来。`
    : `Of ${people(first, language)} first-time buyers ${share(second, first, language)} came a second day; those of ${month(typical.cohort, language)}, the most, after ${days} days in the middle.`;
};

export const visits: Sentence = (report, language) => {
  const rows = rowsOf(report);
  const all = sum(rows, "members");
  const none = sum(
    rows.filter((row) => figure(row, "visits_up_to") === 0),
    "members",
  );
  const once = sum(
    rows.filter((row) => figure(row, "visits_up_to") === 1),
    "members",
  );
  if (all === 0) return null;
  return language === "zh"
    ? `期间没来的 ${people(none, language)} 位(${share(none, all, language)}),只来一次的 ${people(once, language)} 位,来过多次的 ${people(all - none - once, language)} 位。`
    : `${people(none, language)} members (${share(none, all, language)}) did not come, ${people(once, language)} came once, ${people(all - none - once, language)} more often.`;
};
