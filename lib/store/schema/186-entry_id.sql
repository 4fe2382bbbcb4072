-- What is refused of an entry is told with the number that people know it by:
-- "B-1", and not "decision 1".
DO $$
DECLARE
  made text := pg_get_functiondef('entry_next'::regproc);
  was text := 'NEW.kind || '' '' || NEW.number';
BEGIN
  IF position(was IN made)=0 THEN
    RAISE 'entry_next(): no "%" in it',was;
  END IF;
  EXECUTE replace(made,was,'(SELECT letter FROM entry_kind k '
    'WHERE k.kind=NEW.kind) || ''-'' || NEW.number');
END $$;
