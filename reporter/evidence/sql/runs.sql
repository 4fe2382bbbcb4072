-- When each role of our own daemon ran, cut to the period.
SELECT role, greatest(started, $2) AS started, least(seen, $3, $4) AS seen
FROM run
WHERE started < $3 AND seen >= $2 AND started <= $4
ORDER BY role, started
