-- Of nearly all lines that devices of the register say nothing comes. Store marks
-- those of which something may, with which rules it did; verify, when its rules
-- are the same, reads only these. NULL: nobody looked, as for lines of before.
ALTER TABLE message ADD COLUMN notable boolean;
CREATE INDEX message_notable ON message(journal,seq) WHERE notable;

ALTER TABLE message_batch
  ADD COLUMN notable integer,            -- how many of its messages are
  ADD COLUMN marked_by bigint;           -- the rules; NULL: not all were marked
