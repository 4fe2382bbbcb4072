-- What a report stated of the deadlines of its period, so that a later one draws
-- its line from what was issued then, not from what would be counted today.
-- NULL: of before this was kept.
ALTER TABLE report ADD figures jsonb CHECK(jsonb_typeof(figures)='object');
