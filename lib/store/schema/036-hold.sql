-- A legal hold is somebody's: who asked for it, and why it ended. Of holds from
-- before this, nobody wrote that down.
ALTER TABLE hold
  ADD COLUMN owner text,
  ADD COLUMN release_reason text;
UPDATE hold SET owner=set_by;
UPDATE hold SET release_reason='' WHERE released_at IS NOT NULL;
ALTER TABLE hold ALTER COLUMN owner SET NOT NULL,
  ADD CHECK(owner<>''),
  ADD CHECK((release_reason IS NULL)=(released_at IS NULL));

GRANT UPDATE(release_reason) ON hold TO patchwacht_register;

-- Store keeps what stands in journals as long as somebody may ask for it.
GRANT SELECT ON hold TO patchwacht_store;
