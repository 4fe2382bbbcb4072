-- Classes of devices that may be off at night, by the configuration of the daemon
-- before the period began; printers always. What was configured later excuses
-- nothing in it: no quarter turns green on its last day.
SELECT class, since FROM sleeping_class
WHERE $1::integer IS NOT NULL AND coalesce(since <= $2, true)
  AND $4::timestamptz IS NOT NULL AND $3 > $2
ORDER BY class
