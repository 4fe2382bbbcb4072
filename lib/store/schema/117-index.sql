-- A sender that nobody knows is looked for by its organisation at most, a day at
-- a time: its lines, which come in as fast as those of devices, need no place in
-- the index of devices when they come. That costs two fifths of loading them.
-- They get one when their day is complete, all at once.
ALTER TABLE part_policy ADD COLUMN complete text;  -- an index: USING what
UPDATE part_policy SET
  complete='btree(tenant_id,rcvd) WHERE device_id IS NULL'
  WHERE parent IN('message_operational','message_security');
DROP INDEX message_of_device;
CREATE INDEX message_of_device ON message(tenant_id,device_id,rcvd)
  WHERE device_id IS NOT NULL;
