-- What suppliers said in the period is done, against what devices showed.
SELECT supplier, patch, device, claimed, made, outcome, observed, agreed,
  days_late
FROM supplier_checked($1, least($3, $4))
WHERE made >= $2 AND made < $3
  AND ($5::integer IS NULL OR device IN (SELECT name FROM here))
ORDER BY supplier, claimed, patch, device
