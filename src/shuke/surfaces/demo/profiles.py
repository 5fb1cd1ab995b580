"""What members told the shop beyond name and number: the child's stage and what they buy for."""

import numpy as np

from shuke.surfaces.demo.types import NOBODY, Archetype, DemoSpec, Ints, People

CHILD_STAGE, PURPOSE = "child_stage", "purchase_purpose"
OPTIONS = {
    CHILD_STAGE: ("孕期", "0-6个月", "6-12个月", "1-3岁", "3岁以上"),
    PURPOSE: ("自用", "送礼"),
}
_STAGE_STARTS = np.array([0, 183, 365, 1095])
_TOLD_SHARE = {CHILD_STAGE: 0.58, PURPOSE: 0.44}


def told(spec: DemoSpec, members: People) -> dict[str, Ints]:
    """Each field's option per member, NOBODY where it was not asked or not answered."""
    random = spec.random(5, int(members.number[0]) // spec.block if len(members) else 0)
    giver = members.archetype == Archetype.GIFT
    stage = np.searchsorted(_STAGE_STARTS, spec.days - 1 - members.baby_born_day, side="right")
    answers = {CHILD_STAGE: np.where(giver, NOBODY, stage), PURPOSE: giver.astype(np.int64)}
    return {
        name: np.where(random.random(len(members)) < _TOLD_SHARE[name], answer, NOBODY)
        for name, answer in answers.items()
    }
