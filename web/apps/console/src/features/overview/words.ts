/** The words of the cockpit; each figure has a name and a sentence that says what it is. */
import { texts } from "../../kit/texts";

export type FigureWord =
  | "net"
  | "margin"
  | "cash"
  | "prepaid"
  | "points"
  | "principal"
  | "passes"
  | "headroom"
  | "purchases"
  | "ticket"
  | "memberShare"
  | "fresh"
  | "active"
  | "atRisk"
  | "lost"
  | "again"
  | "items"
  | "returned"
  | "returnRate"
  | "belowZero";

type Figures = Record<FigureWord | `${FigureWord}How`, string>;

const zhFigures: Figures = {
  net: "净销售额",
  netHow: "所选期间售出减退货的实付金额。",
  margin: "毛利",
  marginHow: "净销售额减成本,只计已知成本的商品。",
  cash: "现金收入",
  cashHow: "收银台收取的现金,减去退给顾客的现金。",
  prepaid: "储值充值",
  prepaidHow: "所选期间会员充值实付的金额,不含赠送。",
  points: "积分负债",
  pointsHow: "本月末尚未使用的积分(全连锁),与月初相比。",
  principal: "储值本金负债",
  principalHow: "会员尚未消费的储值本金(全连锁),与月初相比。",
  passes: "次卡未用次数",
  passesHow: "会员已付款、尚未使用的次数(全连锁),与月初相比。",
  headroom: "预收额度余额",
  headroomHow: "按法规今天还可以预收的金额(全连锁);没有上年营业额时无法计算。",
  purchases: "成交单数",
  purchasesHow: "所选期间未全部退回的销售单。",
  ticket: "客单价",
  ticketHow: "净销售额除以成交单数。",
  memberShare: "会员销售占比",
  memberShareHow: "会员消费的净销售额占全部净销售额的比例。",
  fresh: "新客",
  freshHow: "所选期间第一次消费的会员。",
  active: "活跃会员",
  activeHow: "截至期末处于活跃状态的会员,与期初相比。",
  atRisk: "流失风险",
  atRiskHow: "截至期末处于沉默或休眠状态的会员,与期初相比。",
  lost: "流失会员",
  lostHow: "截至期末已流失的会员,与期初相比。",
  again: "复购率",
  againHow: "按复购规则,消费后再次消费的会员比例。",
  items: "售出件数",
  itemsHow: "所选期间售出减退回的件数。",
  returned: "退货额",
  returnedHow: "所选期间退给顾客的金额。",
  returnRate: "退货率",
  returnRateHow: "退货额占退货前销售额的比例。",
  belowZero: "负库存",
  belowZeroHow: "账面库存低于零的门店单品数。",
};

const enFigures: Figures = {
  net: "Net sales",
  netHow: "What was paid in the chosen days, less what came back.",
  margin: "Margin",
  marginHow: "Net sales less cost, of goods whose cost is known.",
  cash: "Cash taken",
  cashHow: "Cash that the tills took, less what they paid back.",
  prepaid: "Prepaid",
  prepaidHow: "What members paid into stored value in the chosen days, without the bonus.",
  points: "Points owed",
  pointsHow: "Points not used yet at this month's end (whole chain), against its beginning.",
  principal: "Principal owed",
  principalHow: "Stored principal not spent yet (whole chain), against the month's beginning.",
  passes: "Visits owed",
  passesHow: "Visits paid for and not used yet (whole chain), against the month's beginning.",
  headroom: "Room to prepay",
  headroomHow:
    "What the law still lets the chain take in advance today; unknown without last year's revenue.",
  purchases: "Purchases",
  purchasesHow: "Sales of the chosen days that were not given back as a whole.",
  ticket: "Average ticket",
  ticketHow: "Net sales by purchase.",
  memberShare: "Members' share",
  memberShareHow: "How much of the net sales members brought.",
  fresh: "New customers",
  freshHow: "Members who bought for the first time in the chosen days.",
  active: "Active",
  activeHow: "Members active at the end of the chosen days, against their beginning.",
  atRisk: "At risk",
  atRiskHow: "Members silent or dormant at the end of the chosen days, against their beginning.",
  lost: "Lost",
  lostHow: "Members lost by the end of the chosen days, against their beginning.",
  again: "Repurchase rate",
  againHow: "Members who bought again, by the repurchase rule.",
  items: "Items sold",
  itemsHow: "Items sold in the chosen days, less those that came back.",
  returned: "Returned",
  returnedHow: "What was paid back to customers in the chosen days.",
  returnRate: "Return rate",
  returnRateHow: "How much of what was sold before returns came back.",
  belowZero: "Stock below zero",
  belowZeroHow: "SKUs of stores whose stock in the books is below nothing.",
};

const zh = {
  ...zhFigures,
  title: "经营概览",
  says: "{{where}} · {{from}} 至 {{to}} · {{view}}",
  allStores: "全部门店",
  owner: "归属口径",
  seller: "销售口径",
  money: "钱",
  goods: "货",
  people: "客",
  today: "今天 {{day}} · 截至目前",
  lastDays: "最近八天",
  was: "当时 {{value}}",
  toBefore: "较上期",
  toLastYear: "较去年",
  weekday: "上周同日",
  sameDay: "去年同日",
  trend: "每日净销售额",
  thisTime: "本期",
  timeBefore: "上期",
  yearBefore: "去年同期",
  best: "畅销商品",
  noSales: "这段时间没有销售",
  unnamed: "未建档商品",
  stores: "门店销售",
  lifecycle: "会员生命周期",
  more: "打开分析",
  attention: "需要处理",
  inOrder: "一切正常,没有需要处理的事项。",
  unapplied: "到账未用的付款",
  odd_notices: "近 7 天的异常支付通知",
  proposals: "等待审批的储值调整与退款",
  drafts: "等待审批的规则草案",
  below_zero: "负库存的单品",
  open_shifts: "昨天及更早未交班的班次",
  rewards: "等待领取的礼品",
  failed_imports: "近两周失败的导入",
  dead_jobs: "多次失败的后台任务",
};

export const useOverviewTexts = texts("overview", zh, {
  ...enFigures,
  title: "Overview",
  says: "{{where}} · {{from}} to {{to}} · {{view}}",
  allStores: "All stores",
  owner: "by owning store",
  seller: "by selling store",
  money: "Money",
  goods: "Goods",
  people: "Customers",
  today: "Today, {{day}}, so far",
  lastDays: "The last eight days",
  was: "was {{value}}",
  toBefore: "before",
  toLastYear: "last year",
  weekday: "Last week",
  sameDay: "Last year",
  trend: "Net sales day by day",
  thisTime: "These days",
  timeBefore: "Days before",
  yearBefore: "Last year",
  best: "Best sellers",
  noSales: "Nothing was sold in these days",
  unnamed: "Not in the catalog",
  stores: "Sales by store",
  lifecycle: "Members by lifecycle",
  more: "Open the analysis",
  attention: "Needs attention",
  inOrder: "All is in order; nothing needs you.",
  unapplied: "Payments that paid for nothing",
  odd_notices: "Odd payment notices of 7 days",
  proposals: "Stored-value proposals awaiting approval",
  drafts: "Drafts of rules awaiting approval",
  below_zero: "SKUs with stock below zero",
  open_shifts: "Shifts left open since yesterday or before",
  rewards: "Rewards waiting to be collected",
  failed_imports: "Imports that failed within two weeks",
  dead_jobs: "Background work that gave up",
});
