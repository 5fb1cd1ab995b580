/** Why nothing was sent, from the code that the server keeps; a code that has no words here stays general. */
import { texts } from "../../../kit/texts";

const zh = {
  reports_owner_gone: "设置人已离职",
  reports_owner_may_not: "设置人已没有报表权限",
  reports_too_large_to_mail: "报表太大",
  reports_no_longer_readable: "报表字段已不存在",
  reports_not_a_recipient: "收件人已离职或没有权限",
  reports_no_mailbox: "收件人没有邮箱",
  measures_unknown_field: "报表字段已不存在",
  measures_cut_too_heavy: "计算时间过长",
  measures_cut_too_many_rows: "结果行数过多",
  other: "报表无法计算",
} as const;

const useTexts = texts("report-reasons", zh, {
  reports_owner_gone: "whoever planned it has left",
  reports_owner_may_not: "whoever planned it may not see reports any more",
  reports_too_large_to_mail: "the report is too large",
  reports_no_longer_readable: "fields of the report are gone",
  reports_not_a_recipient: "has left or may not see reports",
  reports_no_mailbox: "has no mail address",
  measures_unknown_field: "fields of the report are gone",
  measures_cut_too_heavy: "it takes too long",
  measures_cut_too_many_rows: "it has too many rows",
  other: "the report cannot be taken",
});

/** Dots part the keys of a catalogue of words, so they are written otherwise there. */
function wordOf(code: string): keyof typeof zh {
  const word = code.replace(".", "_");
  return isKnown(word) ? word : "other";
}

function isKnown(word: string): word is keyof typeof zh {
  return word in zh;
}

export function useReason(): (code: string) => string {
  const { say } = useTexts();
  return (code) => (code ? say(wordOf(code)) : "");
}
