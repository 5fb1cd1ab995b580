import { texts } from "../../../kit/texts";

export const useCareTexts = texts(
  "member.care",
  {
    title: "关怀记录",
    every: "全部",
    kinds: "类型",
    write: "写一条",
    none: "还没有记录。打过电话、聊过天、送过礼、接到投诉,都值得写下来。",
    noneOfKind: "没有这一类记录",
    next: "下次跟进 {{day}}",
    overdue: "跟进已过期 {{day}}",
    at: "{{store}} · {{who}} · {{time}}",
  },
  {
    title: "Care log",
    every: "All",
    kinds: "Kind",
    write: "Write an entry",
    none: "Nothing written yet. Calls, talks, gifts and complaints are worth a line.",
    noneOfKind: "Nothing of this kind",
    next: "Follow up on {{day}}",
    overdue: "Follow-up overdue since {{day}}",
    at: "{{store}} · {{who}} · {{time}}",
  },
);
