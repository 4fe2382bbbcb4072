-- Patches whose contract term with a supplier ended in the period, and those
-- of which nothing is agreed.
SELECT supplier, patch, device, priority, began, agreed, claimed, shown, seen,
  days_late, timing
FROM supplier_duty($1, least($3, $4))
WHERE ($5::integer IS NULL OR device IN (SELECT name FROM here))
  AND CASE WHEN agreed IS NULL THEN began < least($3, $4)
  ELSE agreed >= $2 AND agreed < least($3, $4) END
ORDER BY supplier, patch, device
