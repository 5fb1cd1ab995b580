-- Each purchase of a member, with the days on which she would turn silent, dormant and lost if she did not come again,
-- and the day after which a further purchase counts. Of two on one day the earlier lasts for no time at all.
SELECT
    d.member_id, y.cycle, d.first_on, d.bought_on, d.next_on, t.silent_on, t.dormant_on, t.lost_on,
    COALESCE(d.next_on + 1, DATE '9999-12-31') AS until
FROM purchases_in_turn d
JOIN cycle_of_member y ON y.member_id = d.member_id
JOIN turns_of_day t ON t.cycle = y.cycle AND t.day_on = d.bought_on
