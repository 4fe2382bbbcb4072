-- What suppliers said in the period is done, against what devices showed.
SELECT supplier, patch, device, claimed, made, outcome, observed, agreed,
  days_late
FROM supplier_checked($1, least($3, $4))
WHERE made >= $2 AND made < $3
ORDER BY supplier, claimed, patch, device
