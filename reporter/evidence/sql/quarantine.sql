-- Records that could not be loaded; $1 to $4 are the same for every section.
SELECT count(*) AS count FROM quarantine
WHERE at >= $2 AND at < $3 AND at <= $4 AND $1::integer IS NOT NULL
