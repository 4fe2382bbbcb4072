#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# lib/store/log/log_store against a real server: the claims are those of
# tests/unit/store/check_log.c.
. "$(dirname "$0")/lib.sh"

if ! start_db; then
	echo "Bail out! no database"
	exit 1
fi
journal=00000000-0000-4000-8000-000000000001
sql "SET search_path=patchwacht;
    INSERT INTO tenant VALUES(1,'School','school','nl','UTC',now());
    INSERT INTO realm VALUES(1,1,'default');
    INSERT INTO site(tenant_id,site_id,name) VALUES(1,1,'Zuid'),(1,2,'Noord');
    INSERT INTO device(tenant_id,device_id,realm_id,site_id,name,address,
	in_service,created)
    VALUES(1,1,1,1,'sw1','192.0.2.1',now()-interval '60 d',now()),
	(1,2,1,2,'mute','192.0.2.2',now()-interval '60 d',now());
    SELECT part_ensure(parent,now()-interval '41 d',now()) FROM part_policy
	WHERE parent IN('message_operational','message_security',
	'message_tally','event');
    INSERT INTO message(rcvd,seq,journal,tenant_id,realm_id,device_id,
	peer_port,severity,security,peer,transport,app,text)
    VALUES(now()-interval '40 d',1,'$journal',1,1,NULL,514,7,false,'::1',
	'udp','old','long ago');
    INSERT INTO message(rcvd,seq,journal,tenant_id,realm_id,device_id,
	peer_port,severity,security,peer,transport,app,text)
    SELECT now()-(3-h)*interval '1 h'-interval '5 min'+s*interval '1 s',
	2+8*h+s,'$journal',1,1,1,514,s,false,'192.0.2.1','udp','app'||s,
	'severity '||s FROM generate_series(0,3) h, generate_series(0,7) s;
    INSERT INTO event(at,tenant_id,device_id,event_id,kind,source,detail,
	journal,seq)
    SELECT rcvd,1,1,1,'boot','syslog','x',journal,seq FROM message WHERE seq=20;
    INSERT INTO message_batch SELECT '$journal',max(seq),count(*),min(rcvd),
	max(rcvd) FROM message;
    INSERT INTO message_tally SELECT date_trunc('hour',rcvd,'UTC'),1,
	coalesce(device_id,0),count(*),count(*) FILTER(WHERE severity<=3),0,
	count(*),min(rcvd),max(rcvd) FROM message GROUP BY 1,3;
    INSERT INTO journal_pos(journal,stream,host,segment,off,seq,at)
    VALUES('$journal','listen','here',1,1,33,now())" \
    -U patchwacht_owner >/dev/null || exit 1
CMOCKA_MESSAGE_OUTPUT=TAP "$builddir/tests/unit/store/check_log"
