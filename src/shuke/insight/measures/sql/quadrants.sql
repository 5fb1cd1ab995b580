-- Members by quadrant of frequency and amount; 'none' bought nothing in the window.
SELECT quadrant, mark, COUNT(*) AS members, SUM(window_purchases) AS purchases, SUM(window_minor) AS net_minor
FROM quadrant_of_member
GROUP BY quadrant, mark
ORDER BY quadrant, mark
