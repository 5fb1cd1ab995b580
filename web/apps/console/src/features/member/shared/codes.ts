/** The server's codes in both languages. A code that nobody has named yet reads "other", never as itself. */
import type { Named } from "@shuke/core";

const named = (zh: string, en: string): Named => ({ zh, en });

const CODES = {
  status: {
    active: named("正常", "Active"),
    frozen: named("已冻结", "Frozen"),
    merged: named("已合并", "Merged"),
    erased: named("已注销", "Erased"),
  },
  source: {
    till: named("收银台", "Till"),
    qr: named("扫码", "QR code"),
    mini_program: named("小程序", "Mini-program"),
    h5: named("网页", "Web page"),
    wecom: named("企业微信", "WeCom"),
    guide: named("导购", "Guide"),
    console: named("后台", "Console"),
    referral: named("老带新", "Referral"),
    questionnaire: named("问卷", "Questionnaire"),
    import: named("导入", "Import"),
  },
  tagSource: {
    manual: named("人工", "By hand"),
    rule: named("规则", "By rule"),
    import: named("导入", "By import"),
  },
  basis: {
    opening_store: named("开户门店", "Opening store"),
    first_purchase: named("首次消费", "First purchase"),
    last_served: named("最近服务", "Last served"),
    manual: named("人工调整", "By hand"),
  },
  identity: {
    phone: named("手机号", "Phone"),
    card: named("会员卡", "Card"),
    union_id: named("微信", "WeChat"),
    wecom_id: named("企业微信", "WeCom"),
    legacy_id: named("旧系统编号", "Old system's id"),
  },
  purpose: {
    marketing: named("营销信息", "Marketing"),
    profiling: named("个性化推荐", "Profiling"),
    sharing: named("门店间共享", "Sharing among stores"),
    sensitive: named("敏感信息", "Sensitive data"),
    child: named("儿童信息", "Children's data"),
  },
  channel: {
    any: named("所有渠道", "Any channel"),
    sms: named("短信", "SMS"),
    wechat: named("微信", "WeChat"),
    wecom: named("企业微信", "WeCom"),
    mini_program: named("小程序", "Mini-program"),
    email: named("邮件", "E-mail"),
    call: named("电话", "Phone"),
    store: named("门店", "Store"),
    online: named("线上", "Online"),
  },
  decision: {
    granted: named("已同意", "Granted"),
    refused: named("已拒绝", "Refused"),
    withdrawn: named("已撤回", "Withdrawn"),
  },
  posting: {
    earn: named("获得", "Earned"),
    opening: named("期初带入", "Brought in"),
    release: named("生效", "Released"),
    redeem: named("使用", "Spent"),
    expire: named("过期", "Expired"),
    adjust: named("调整", "Adjusted"),
    transfer: named("转移", "Transferred"),
    reverse: named("冲正", "Reversed"),
    settle: named("抵欠", "Settled"),
    hold: named("预占", "Held"),
    post: named("确认使用", "Held, then spent"),
    void: named("释放", "Given back"),
  },
  cause: {
    receipt: named("小票", "Receipt"),
    order: named("订单", "Order"),
    calendar: named("到期日", "Calendar"),
    staff: named("员工", "Staff"),
    demo: named("初始数据", "First data"),
    merge: named("合并", "Merge"),
    unmerge: named("撤销合并", "Parting"),
    points_adjustment: named("人工调整", "By hand"),
    points_opening: named("期初", "Opening"),
    referral: named("老带新", "Referral"),
    referral_clawback: named("推荐奖励收回", "Referral taken back"),
    reward_cancel: named("兑换取消", "Exchange cancelled"),
    reward: named("兑换", "Exchange"),
    top_up: named("充值", "Top-up"),
    stored_value_top_up: named("充值", "Top-up"),
    stored_value_adjustment: named("人工调整", "By hand"),
    stored_value_refund: named("退款", "Refund"),
    stored_value_transfer: named("转赠", "Transfer"),
    stored_value_card: named("储值卡", "Card"),
    payment: named("支付", "Payment"),
    visit: named("到店", "Visit"),
  },
  move: {
    join: named("入会", "Joined"),
    upgrade: named("升级", "Rose"),
    keep: named("保级", "Kept"),
    downgrade: named("降级", "Fell"),
    grant: named("授予", "Granted"),
  },
  coupon: {
    issued: named("未使用", "Unused"),
    used: named("已使用", "Used"),
    expired: named("已过期", "Expired"),
    voided: named("已作废", "Voided"),
  },
  couponWay: {
    grant: named("发放", "Given"),
    claim: named("领取", "Claimed"),
    code: named("兑换码", "By code"),
  },
  couponNot: {
    used: named("已经使用", "Used already"),
    voided: named("已作废", "Voided"),
    not_yet: named("还没到使用日期", "Not valid yet"),
    expired: named("已过期", "Expired"),
    not_this_member: named("不属于该会员", "Another member's"),
    other_store: named("不适用于该门店", "Not in this store"),
    other_channel: named("不适用于该渠道", "Not by this channel"),
    other_day: named("今天不可用", "Not on this day"),
    other_time: named("此时段不可用", "Not at this hour"),
  },
  coupons: {
    amount_off: named("满减", "Amount off"),
    percent_off: named("折扣", "Percentage off"),
    gift: named("赠品", "Gift"),
    exchange: named("兑换", "Exchange"),
    free_delivery: named("包邮", "Free delivery"),
    nth_item: named("第 N 件优惠", "N-th item"),
  },
  benefit: {
    whole_shop: named("全场折扣", "Off the whole shop"),
    priority_queue: named("优先排队", "Priority queue"),
    dedicated_guide: named("专属导购", "Own guide"),
    delivery: named("免费送货", "Free delivery"),
    gift: named("礼品", "Gift"),
    service: named("专享服务", "Service"),
  },
  reward: {
    gift: named("礼品", "Gift"),
    coupon: named("优惠券", "Coupon"),
    pass: named("次卡", "Pass"),
    service: named("服务", "Service"),
  },
  occasion: {
    exchange: named("积分兑换", "For points"),
    birthday: named("生日", "Birthday"),
    holiday: named("节日", "Holiday"),
    souvenir: named("伴手礼", "Souvenir"),
    surprise: named("惊喜", "Surprise"),
  },
  exchange: {
    waiting: named("待领取", "Waiting"),
    collected: named("已领取", "Collected"),
    cancelled: named("已取消", "Cancelled"),
  },
  outcome: {
    earned: named("已积分", "Earned"),
    reversed: named("退货冲回", "Taken back"),
    clawed_back: named("退货收回", "Clawed back"),
    no_rule: named("当日无积分规则", "No rule that day"),
    retracted: named("已撤回", "Retracted"),
  },
  multiplier: {
    tier: named("等级", "Tier"),
    category: named("品类", "Category"),
    weekday: named("星期", "Weekday"),
    month_day: named("会员日", "Member day"),
    campaign: named("活动", "Campaign"),
  },
  refundChannel: {
    cash: named("现金", "Cash"),
    same_name_account: named("同名账户", "Account in the same name"),
    original: named("原路退回", "The way it came"),
  },
  refundCause: {
    consumer: named("消费者原因", "The consumer's cause"),
    operator: named("经营者原因", "The operator's cause"),
  },
  referral: {
    pending: named("待退货期结束", "Until the return window closes"),
    given: named("已发放", "Given"),
    denied: named("未发放", "Denied"),
    clawed_back: named("已收回", "Taken back"),
  },
  care: {
    call: named("电话", "Call"),
    message: named("消息", "Message"),
    visit: named("到访", "Visit"),
    gift: named("赠礼", "Gift"),
    complaint: named("投诉", "Complaint"),
    note: named("备注", "Note"),
  },
  state: {
    available: named("可用", "Available"),
    pending: named("待生效", "Pending"),
  },
} satisfies Record<string, Record<string, Named>>;

export type CodeGroup = keyof typeof CODES;

const OTHER = named("其他", "Other");

/** Every code of a group that has a name. */
export function codesOf(group: CodeGroup): string[] {
  return Object.keys(CODES[group]);
}

export function nameOf(group: CodeGroup, code: string): Named {
  const names: Record<string, Named> = CODES[group];
  return names[code] ?? OTHER;
}
