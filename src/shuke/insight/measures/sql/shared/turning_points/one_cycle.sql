-- Each purchase of a member, with the days on which she would turn silent, dormant and lost if she did not come again,
-- and the day after which a further purchase counts. Of two on one day the earlier lasts for no time at all.
-- Everybody has the same cycle: its turns are found by their day alone.
SELECT
    d.member_id, $default_cycle AS cycle, d.first_on, d.bought_on, d.next_on, t.silent_on, t.dormant_on, t.lost_on,
    COALESCE(d.next_on + 1, DATE '9999-12-31') AS until
FROM purchases_in_turn d
JOIN (SELECT * FROM turns_of_day WHERE cycle = $default_cycle) AS t ON t.day_on = d.bought_on
