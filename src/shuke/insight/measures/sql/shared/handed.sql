-- What each one sold in the period, by whose the buyers were.
SELECT seller, owner, SUM(net_minor) AS net_minor
FROM handed_trades
GROUP BY seller, owner
