-- Rings as they stood at an earlier moment (070), and their gates as they were.
CALL past_of_table('ring','{patch_id,device_id}','at');

-- As ring_gates(), of which at is now. What was looked at later was not looked
-- at then, and what is over was not over yet.
DO $$
DECLARE
  made text := pg_get_functiondef('ring_gates'::regproc);
  words text[];
  was text;
BEGIN
  FOREACH words SLICE 1 IN ARRAY ARRAY[
    ['.ring_gates(','.ring_gates_at('],
    ['ring r JOIN deployment d','ring_at(of_tenant,ring_gates_at.at) r '
      'JOIN deployment_at(of_tenant,ring_gates_at.at) d'],
    ['patch p','patch_at(of_tenant,ring_gates_at.at) p'],
    ['x.told IS NOT NULL','x.told<=ring_gates_at.at'],
    ['x.over IS NULL','(x.over IS NULL OR x.over>ring_gates_at.at)'],
    ['w.looked<w.settled','w.since<=ring_gates_at.at '
      'AND least(w.looked,ring_gates_at.at)<w.settled'],
    ['b.due-at)','b.due-ring_gates_at.at)'],
    ['b.since>at-','b.since>ring_gates_at.at-']] LOOP
    was := made;
    made := replace(made,words[1],words[2]);
    IF made=was THEN
      RAISE 'ring_gates(): no "%" in it',words[1];
    END IF;
  END LOOP;
  EXECUTE made;
END $$;
