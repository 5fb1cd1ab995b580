/** Words that several pages of finance share. */
import { texts } from "../../kit/texts";

const zh = {
  currency: "负债种类",
  points: "积分",
  principal: "储值本金",
  bonus: "储值赠金",
  coupon: "优惠券",
  pass: "次卡",
  benefit: "权益",
  xlsx: "导出 Excel",
  csv: "导出 CSV",
  xlsxAll: "导出 Excel(全部门店)",
  csvAll: "导出 CSV(全部门店)",
  total: "合计",
  noStore: "不属门店",
};

export type FinanceWord = keyof typeof zh;

export const useFinanceTexts = texts("finance", zh, {
  currency: "What is owed",
  points: "Points",
  principal: "Prepaid principal",
  bonus: "Prepaid bonus",
  coupon: "Coupons",
  pass: "Passes",
  benefit: "Benefits",
  xlsx: "Export Excel",
  csv: "Export CSV",
  xlsxAll: "Export Excel (all stores)",
  csvAll: "Export CSV (all stores)",
  total: "Total",
  noStore: "No store",
});
