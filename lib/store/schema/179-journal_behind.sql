-- How much of a journal waits, when records of it are loaded: its depth, which
-- numbers of records do not tell, since nobody but the journal knows its end.

ALTER TABLE journal_pos ADD behind bigint NOT NULL DEFAULT 0; -- bytes, as of at
