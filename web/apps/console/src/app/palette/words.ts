import { texts } from "../../kit/texts";

export const usePaletteTexts = texts(
  "palette",
  {
    find: "搜索会员、页面、门店",
    prompt: "手机号、后四位、卡号,或页面、门店、操作",
    member: "会员",
    page: "页面",
    store: "切换门店",
    act: "操作",
    wholeChain: "全部门店",
    nothing: "没有找到。会员请输入完整手机号、后四位或卡号。",
    looking: "正在查找会员…",
    keys: "↑↓ 选择 · 回车打开 · Esc 关闭",
    results: "{{count}} 个结果",
  },
  {
    find: "Search members, pages, stores",
    prompt: "Phone, last four, card; or a page, store, action",
    member: "Members",
    page: "Pages",
    store: "Switch to a store",
    act: "Actions",
    wholeChain: "All stores",
    nothing: "Nothing found. For a member type the whole phone, its last four digits, or the card.",
    looking: "Looking for members…",
    keys: "↑↓ choose · Enter opens · Esc closes",
    results: "{{count}} results",
  },
);
