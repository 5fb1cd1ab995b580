"""The guarded count of what a member has had: judged and written in one statement."""

from django.db import connection

from shuke.foundation import ids

_TAKE = (
    "INSERT INTO rewards_allowance (id, reward, member_id, period, taken, most) VALUES (%s, %s, %s, %s, 1, %s) "
    "ON CONFLICT (member_id, reward, period) DO UPDATE SET taken = rewards_allowance.taken + 1, most = excluded.most "
    "WHERE rewards_allowance.taken < excluded.most"
)


def take_allowance(reward: str, member_id: int, period: str, most: int) -> bool:
    """Count one more for the member; False, and nothing is counted, when that would be more than `most`."""
    if most < 1:
        return False
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [ids.new(), reward, member_id, period, most])
        return bool(cursor.rowcount)
