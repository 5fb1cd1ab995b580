"""What the room's tables say about a member, for the data map. The form is told in `datamap.types.Record`."""

from shuke.foundation.datamap.types import DataClass, Ending, FieldNote, Mask, Record, Retention, Words

_SERVICE = Words("提供会员服务", "to provide the membership")
_CONTACT = Words("识别会员、联系与通知", "to recognise the member and to notify")
_CARE = Words("生日关怀与年龄校验", "birthday care and the check of age")
_PREFERENCES = Words("了解偏好,提供合适的服务", "to know preferences and serve accordingly")
_PROOF = Words("证明处理合法", "to prove lawful handling")
_BLIND = Words("查找与查重(不可逆索引)", "to find and to tell apart (blind index)")


def _internal(zh: str, en: str, ending: Ending = Ending.BLANK) -> FieldNote:
    return FieldNote(Words(zh, en), _BLIND, DataClass.NONE, Mask.HIDDEN, export=False, ending=ending)


MEMBER = Record(
    label=Words("会员", "Member"),
    purpose=_SERVICE,
    member="id",
    retention=Retention.MEMBERSHIP,
    fields={
        "name": FieldNote(Words("姓名", "Name"), _SERVICE, DataClass.PERSONAL, Mask.NAME),
        "birthday": FieldNote(Words("生日", "Birthday"), _CARE, DataClass.PERSONAL),
        "birth_year": FieldNote(Words("出生年份", "Year of birth"), _CARE, DataClass.PERSONAL),
        "birth_month": FieldNote(Words("出生月份", "Month of birth"), _CARE, DataClass.PERSONAL),
        "gender": FieldNote(Words("性别", "Sex"), _PREFERENCES, DataClass.PERSONAL, Mask.OPEN),
        "twin_hex": _internal("查重索引", "Index of likely twins"),
    },
    codes=("number", "source"),
)
IDENTITY = Record(
    label=Words("身份标识", "Identities"),
    purpose=_CONTACT,
    member="member",
    retention=Retention.MEMBERSHIP,
    ending=Ending.DELETE_ROW,
    fields={
        "ciphertext": FieldNote(
            Words("手机号、卡号、微信与企业微信标识", "Phone, card number, WeChat and WeCom identifiers"),
            _CONTACT,
            DataClass.PERSONAL,
            Mask.PHONE,
        ),
        "index_hex": _internal("整值索引", "Index of the whole value"),
        "tail_hex": _internal("后四位索引", "Index of the last four"),
    },
)
OWNERSHIP = Record(
    label=Words("归属门店与导购", "Owning store and guide"),
    purpose=_SERVICE,
    member="member",
    retention=Retention.LEDGER,
    codes=("basis",),
)
PROFILE_VALUE = Record(
    label=Words("档案", "Profile"),
    purpose=_PREFERENCES,
    member="member",
    retention=Retention.MEMBERSHIP,
    ending=Ending.DELETE_ROW,
    fields={
        "value": FieldNote(
            Words("偏好与兴趣", "Preferences and interests"), _PREFERENCES, DataClass.PERSONAL, Mask.OPEN
        ),
        "sealed": FieldNote(
            Words("您自愿填写的敏感档案", "Sensitive profile entries you chose to give"),
            _PREFERENCES,
            DataClass.SENSITIVE,
        ),
    },
    codes=("source",),
    shows={"field_label": "field__label_zh"},
)
BASIC_SOURCE = Record(
    label=Words("资料来源", "Where the basics come from"),
    purpose=_PROOF,
    member="member",
    retention=Retention.MEMBERSHIP,
    ending=Ending.DELETE_ROW,
    codes=("key", "source"),
)
PROFILE_CONFLICT = Record(
    label=Words("资料冲突", "Conflicts between sources"),
    purpose=_PROOF,
    member="member",
    retention=Retention.MEMBERSHIP,
    ending=Ending.DELETE_ROW,
    fields={"other_value": FieldNote(Words("未采用的资料", "A value that was not kept"), _PROOF, DataClass.PERSONAL)},
    codes=("key", "kept_source", "other_source"),
)
CONSENT = Record(
    label=Words("同意记录", "Consents"),
    purpose=_PROOF,
    member="member",
    retention=Retention.PROOF,
    codes=("channel", "text_sha256", "actor_kind"),
)
MERGE = Record(
    label=Words("合并记录", "Merges"),
    purpose=_PROOF,
    member="merged",
    retention=Retention.PROOF,
    fields={
        "reason": FieldNote(
            Words("合并原因", "Reason for a merge"), _PROOF, DataClass.NONE, Mask.OPEN, ending=Ending.BLANK
        )
    },
    codes=("status_before",),
)
CLASH = Record(
    label=Words("疑似重复", "Traces of duplicates"),
    purpose=_PROOF,
    member="member",
    retention=Retention.MEMBERSHIP,
    ending=Ending.DELETE_ROW,
)
TOMBSTONE = Record(
    label=Words("注销记录", "Erasure"), purpose=_PROOF, member="member_id", retention=Retention.PROOF, export=False
)
RIGHTS_REQUEST = Record(
    label=Words("权利请求", "Requests"), purpose=_PROOF, member="member", retention=Retention.PROOF, codes=("kind",)
)
