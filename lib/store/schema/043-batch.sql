-- How many messages of a batch are of a device of the register. Who follows them
-- passes over a batch without any: a sender that nobody knows, however much it
-- says, costs nothing but its room. NULL: not counted.
ALTER TABLE message_batch ADD COLUMN known integer;
