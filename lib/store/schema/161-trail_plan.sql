-- Whether rows of the trail fit the one before them is asked by a connection that
-- lives for weeks, with a plan that it made when the trail had a few rows: that went
-- through all of the trail for each of them. Only the first row of a statement is
-- compared with one that is there, and that is looked up by its number, whatever
-- the planner believes to know.
CREATE OR REPLACE FUNCTION change_fits() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp SET enable_seqscan=off AS $$
DECLARE
  bad record;
BEGIN
  SELECT a.tenant_id,a.seq INTO bad FROM (SELECT n.*,
      lag(n.seq) OVER w AS seq_before, lag(n.hash) OVER w AS hash_before,
      trail_hash((n.tenant_id,n.seq,n.at,n.actor,n.action,n.object,n.detail,
        n.reason,n.prev,n.hash)::change) AS made
    FROM added n WINDOW w AS (PARTITION BY n.tenant_id ORDER BY n.seq)) a
    LEFT JOIN LATERAL (SELECT b.seq,b.hash FROM change b
      WHERE a.seq_before IS NULL AND b.tenant_id=a.tenant_id
        AND b.seq=a.seq-1 OFFSET 0) b ON true
    WHERE a.hash<>a.made
      OR a.seq<>coalesce(a.seq_before,b.seq,0)+1
      OR a.prev<>coalesce(a.hash_before,b.hash,decode(repeat('00',32),'hex'))
    LIMIT 1;
  IF FOUND THEN
    RAISE insufficient_privilege USING MESSAGE='change ' || bad.seq ||
      ' of tenant ' || bad.tenant_id || ' does not fit the one before it';
  END IF;
  RETURN NULL;
END $$;
