-- Classes of devices that may be off at night, by the configuration of the daemon
-- at the snapshot; printers always.
SELECT class, since FROM sleeping_class
WHERE $1::integer IS NOT NULL AND coalesce(since, $2) <= $4 AND $3 > $2
ORDER BY class
