/** What the bell says. A notice's word is its kind and its state; the thing is called as its own room calls it. */
import { type Language, locale } from "@shuke/core";
import { texts } from "../../kit/texts";
import type { Notice } from "./notices";

type Told = Record<`${Notice["kind"]}_${Notice["state"]}`, string>;

const zhTold: Told = {
  import_running: "正在导入{{what}}",
  import_done: "{{what}}导入完成",
  import_stopped: "{{what}}导入已停止",
  import_failed: "{{what}}导入失败",
  import_waiting: "{{what}}导入等待中",
  simulation_running: "正在试算{{what}}",
  simulation_done: "{{what}}试算完成",
  simulation_stopped: "{{what}}试算已停止",
  simulation_failed: "{{what}}试算失败",
  simulation_waiting: "{{what}}试算等待中",
  rule_running: "{{what}}草案处理中",
  rule_done: "{{what}}草案已审批",
  rule_stopped: "{{what}}草案已停止",
  rule_failed: "{{what}}草案失败",
  rule_waiting: "{{what}}草案等待您审批",
  proposal_running: "{{what}}处理中",
  proposal_done: "{{what}}已审批",
  proposal_stopped: "{{what}}已停止",
  proposal_failed: "{{what}}失败",
  proposal_waiting: "{{what}}等待您审批",
  job_running: "后台任务进行中:{{what}}",
  job_done: "后台任务完成:{{what}}",
  job_stopped: "后台任务已停止:{{what}}",
  job_failed: "后台任务多次失败:{{what}}",
  job_waiting: "后台任务等待中:{{what}}",
  webhook_running: "Webhook“{{what}}”投递中",
  webhook_done: "Webhook“{{what}}”已恢复",
  webhook_stopped: "Webhook“{{what}}”连续投递失败,已自动暂停",
  webhook_failed: "Webhook“{{what}}”投递失败",
  webhook_waiting: "Webhook“{{what}}”等待投递",
};

const enTold: Told = {
  import_running: "Importing {{what}}",
  import_done: "The import of {{what}} is done",
  import_stopped: "The import of {{what}} was stopped",
  import_failed: "The import of {{what}} has failed",
  import_waiting: "The import of {{what}} waits",
  simulation_running: "Trying {{what}}",
  simulation_done: "The trial of {{what}} is done",
  simulation_stopped: "The trial of {{what}} was stopped",
  simulation_failed: "The trial of {{what}} has failed",
  simulation_waiting: "The trial of {{what}} waits",
  rule_running: "A draft of {{what}} is at work",
  rule_done: "A draft of {{what}} is approved",
  rule_stopped: "A draft of {{what}} was stopped",
  rule_failed: "A draft of {{what}} has failed",
  rule_waiting: "A draft of {{what}} awaits your approval",
  proposal_running: "{{what}} is at work",
  proposal_done: "{{what}} is approved",
  proposal_stopped: "{{what}} was stopped",
  proposal_failed: "{{what}} has failed",
  proposal_waiting: "{{what}} awaits your approval",
  job_running: "Background work goes on: {{what}}",
  job_done: "Background work is done: {{what}}",
  job_stopped: "Background work was stopped: {{what}}",
  job_failed: "Background work has failed again and again: {{what}}",
  job_waiting: "Background work waits: {{what}}",
  webhook_running: "The webhook “{{what}}” is at work",
  webhook_done: "The webhook “{{what}}” goes on",
  webhook_stopped: "The webhook “{{what}}” failed too often and is paused",
  webhook_failed: "The webhook “{{what}}” has failed",
  webhook_waiting: "The webhook “{{what}}” waits",
};

const zh = {
  ...zhTold,
  bell: "通知",
  bellNew: "通知,{{count}} 条未读",
  title: "通知",
  nothing: "没有新的通知。导入、试算和待您审批的事项会出现在这里。",
  isNew: "未读",
  rows: "已处理 {{count}} 行",
  howFar: "进度",
};

export const useNoticeTexts = texts("notices", zh, {
  ...enTold,
  bell: "Notices",
  bellNew: "Notices, {{count}} unread",
  title: "Notices",
  nothing: "Nothing to tell. Imports, trials and what awaits your approval appear here.",
  isNew: "unread",
  rows: "{{count}} rows handled",
  howFar: "Progress",
});

const zhThings: Record<string, string> = {
  stores: "门店",
  products: "商品",
  members: "会员",
  receipts: "小票",
  points: "积分规则",
  tiers: "等级规则",
  coupon: "优惠券",
  quadrants: "四象限规则",
  promotion: "促销",
  adjustment: "储值调整",
  refund: "储值退款",
  turn_the_day: "每日结转",
  seal_the_book: "总账封存",
  prove_the_book: "对账证明",
  follow_payments: "支付跟进",
  tidy_up: "夜间整理",
  "benefits.benefit": "权益",
  "benefits.card": "付费会员卡",
  "checkout.settings": "收银设置",
  "coupons.bundle": "大礼包",
  "coupons.template": "优惠券模板",
  "growth.tiers": "等级规则",
  "liability.terms": "清算条款",
  "measures.activity": "活跃度规则",
  "measures.lifecycle": "生命周期规则",
  "measures.new_old": "新老客规则",
  "measures.quadrants": "四象限规则",
  "measures.repurchase": "复购规则",
  "measures.rfm": "RFM 规则",
  "measures.value": "会员价值规则",
  "members.children": "孩子档案规则",
  "members.completeness": "资料完整度规则",
  "members.ownership": "归属规则",
  "passes.plan": "次卡方案",
  "points.earn": "积分规则",
  "promotions.policy": "价格策略",
  "promotions.rule": "促销规则",
  "referrals.rule": "老带新规则",
  "rewards.reward": "礼品",
  "stock.below_zero": "负库存规则",
  "stored_value.packages": "储值方案",
  "stored_value.terms": "储值条款",
};

const enThings: Record<string, string> = {
  stores: "stores",
  products: "products",
  members: "members",
  receipts: "receipts",
  points: "the points rule",
  tiers: "the tier rule",
  coupon: "a coupon",
  quadrants: "the quadrant rule",
  promotion: "a promotion",
  adjustment: "A stored-value adjustment",
  refund: "A stored-value refund",
  turn_the_day: "turn of the day",
  seal_the_book: "seal of the book",
  prove_the_book: "proof of the book",
  follow_payments: "follow payments",
  tidy_up: "nightly tidying",
  "benefits.benefit": "a benefit",
  "benefits.card": "a membership card",
  "checkout.settings": "the checkout settings",
  "coupons.bundle": "a bundle",
  "coupons.template": "a coupon template",
  "growth.tiers": "the tier rule",
  "liability.terms": "the netting terms",
  "measures.activity": "the activity rule",
  "measures.lifecycle": "the lifecycle rule",
  "measures.new_old": "the rule of new and old",
  "measures.quadrants": "the quadrant rule",
  "measures.repurchase": "the repurchase rule",
  "measures.rfm": "the RFM rule",
  "measures.value": "the rule of value",
  "members.children": "the rule of children",
  "members.completeness": "the rule of completeness",
  "members.ownership": "the ownership rule",
  "passes.plan": "a pass plan",
  "points.earn": "the points rule",
  "promotions.policy": "the price policy",
  "promotions.rule": "a promotion",
  "referrals.rule": "the referral rule",
  "rewards.reward": "a reward",
  "stock.below_zero": "the rule of stock below zero",
  "stored_value.packages": "the stored-value packages",
  "stored_value.terms": "the stored-value terms",
};

/** The name of a thing; its code where no surface has a name for it yet. */
export function useThingName(): (what: string) => string {
  const { language } = useNoticeTexts();
  return (what) => (language === "zh" ? zhThings : enThings)[what] ?? what;
}

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

/** 3 hours ago, in the largest unit that fits. */
export function agoOf(at: string, language: Language, now = Date.now()): string {
  const past = Math.max(0, now - Date.parse(at));
  const format = new Intl.RelativeTimeFormat(locale(language), { numeric: "auto" });
  for (const [unit, size] of STEPS) {
    if (past >= size) return format.format(-Math.floor(past / size), unit);
  }
  return format.format(0, "second");
}
