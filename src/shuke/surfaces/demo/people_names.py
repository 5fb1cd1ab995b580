"""Invented names and unassigned telephone numbers: nobody real can be met in the demo."""

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余"
    "于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷"
    "龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"
)

GIVEN_FIRST = "晓雨思佳梦雅欣婉静诗若语嘉子梓宇浩俊明志文建国海天一心安宁清雪春秋丽美慧敏秀玉兰芳琳瑶彤妍璐颖"
GIVEN_SECOND = "涵萱怡琪妍彤瑶婷雯洁莹倩颖蓉薇岚然宁悦轩宇辰泽铭睿博航杰涛磊峰鹏凯强伟军平华英红燕霞娟"

# 154 is assigned to no operator: the number has the right shape and can never ring.
PHONE_PREFIX = "154"


def full_name(surname: int, given: int) -> str:
    """The name for two random whole numbers; about one in four has a single given character."""
    first = GIVEN_FIRST[given % len(GIVEN_FIRST)]
    rest = given // len(GIVEN_FIRST)
    if rest % 4 == 0:
        return SURNAMES[surname % len(SURNAMES)] + first
    return SURNAMES[surname % len(SURNAMES)] + first + GIVEN_SECOND[rest // 4 % len(GIVEN_SECOND)]


def staff_name(row: int) -> str:
    """The fixed name of the row-th member of staff."""
    return full_name(row * 37 + 11, row * 1031 + 7)


def phone(number: int) -> str:
    """An eleven-digit number of the unassigned prefix, from a whole number below 100,000,000."""
    return f"{PHONE_PREFIX}{number:08d}"
