"""The problems of cells and rows. Texts name the trouble and the remedy, never the cell: cells are personal."""

from shuke.foundation.sheets.types import Problem

MISSING = Problem("missing", "必填项为空", "Required and empty")
TOO_LONG = Problem("too_long", "内容过长", "Too long")
BAD_BYTES = Problem("bad_bytes", "含无法识别的字符编码", "Holds bytes that are not text in this encoding")
TOO_MANY_CELLS = Problem(
    "too_many_cells", "单元格数多于表头,可能缺少引号", "More cells than the header has; a quote may be missing"
)
UNCLOSED_QUOTE = Problem("unclosed_quote", "引号未闭合", "A quotation mark is never closed")
FORMULA_ERROR = Problem("formula_error", "单元格是公式错误(如 #REF!)", "The cell is a formula's error, such as #REF!")

NOT_A_NUMBER = Problem("not_a_number", "不是数字", "Not a number")
NOT_WHOLE = Problem("not_whole", "应为整数", "A whole number is needed")
TOO_PRECISE = Problem("too_precise", "小数位过多", "Too many decimals")
AMBIGUOUS_NUMBER = Problem(
    "ambiguous_number", "千分位与小数点无法区分", "Thousands and decimal separators cannot be told apart"
)
OUT_OF_RANGE = Problem("out_of_range", "数值超出范围", "Out of range")

NOT_A_DATE = Problem("not_a_date", "不是有效日期", "Not a date")
NO_SUCH_DAY = Problem("no_such_day", "日历上没有这一天", "There is no such day")
AMBIGUOUS_DATE = Problem(
    "ambiguous_date",
    "日、月顺序不明,请在映射中指定",
    "Day and month cannot be told apart; say the order in the mapping",
)
DATE_OUT_OF_RANGE = Problem("date_out_of_range", "日期不在 1900 至 2100 年之间", "The date lies outside 1900–2100")

NOT_A_PHONE = Problem("not_a_phone", "不是有效手机号", "Not a mobile phone number")
PHONE_LENGTH = Problem("phone_length", "手机号位数不对", "The phone number has the wrong number of digits")
LANDLINE = Problem("landline", "是固定电话,不是手机号", "A landline, not a mobile phone")
PRECISION_LOST = Problem(
    "precision_lost",
    "被表格软件改成科学计数,末位数字已丢失",
    "Turned into scientific notation; the last digits are lost",
)
MASKED = Problem("masked", "含星号,已被脱敏", "Masked with asterisks")
SEVERAL_VALUES = Problem("several_values", "一个单元格里有多个值", "Several values in one cell")

NOT_A_CHOICE = Problem("not_a_choice", "不在可选值之内", "Not one of the choices")
