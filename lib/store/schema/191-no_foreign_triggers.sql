-- What a trigger does in our name it does for our tables: nobody puts one of these
-- functions on a table of their own, by which they would run with rights that are
-- not theirs. To set off a trigger takes no right to its function.
DO $$
DECLARE
  f regprocedure;
BEGIN
  FOR f IN SELECT oid FROM pg_proc
      WHERE pronamespace='patchwacht'::regnamespace AND prosecdef
        AND prorettype='trigger'::regtype ORDER BY proname LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC',f);
  END LOOP;
END $$;
