/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/loader_batch.h"

#include "lib/store/pgcopy.h"

static const struct {
	const char *name; /* of the partitioned table, NULL: it is none */
	const char *copy;
} tables[LOADER_TABLES] = {
	[LOADER_READING] = { "reading",
	    "COPY patchwacht.reading(at,tenant_id,device_id,journal,seq,"
	    "poll_id,started,outcome,plan,rtt_us,protocol,level,address,"
	    "profile,varbinds) FROM STDIN (FORMAT binary)" },
	[LOADER_MESSAGE] = { "message",
	    "COPY patchwacht.message(rcvd,seq,device_time,journal,tenant_id,"
	    "realm_id,device_id,peer_port,pri,severity,security,host_source,"
	    "time_source,zoned,peer,transport,host,app,procid,msgid,"
	    "certificate,sd,flags,head,raw,text,notable) "
	    "FROM STDIN (FORMAT binary)" },
	[LOADER_LOSS] = { "loss",
	    "COPY patchwacht.loss(at,tenant_id,realm_id,journal,seq,listener,"
	    "reason,count,device_id) FROM STDIN (FORMAT binary)" },
	[LOADER_TRAP] = { "trap",
	    "COPY patchwacht.trap(at,tenant_id,device_id,journal,seq,peer,"
	    "peer_port,agent,protocol,level,inform,oid,uptime_cs,enterprise,"
	    "engine_id,varbinds) FROM STDIN (FORMAT binary)" },
	[LOADER_QUARANTINE] = { NULL,
	    "COPY patchwacht.quarantine(journal,seq,at,reason,record) "
	    "FROM STDIN (FORMAT binary)" },
	[LOADER_SAMPLE] = { "sample",
	    "COPY patchwacht.sample(at,tenant_id,device_id,errors,discards,"
	    "rtt_us,uptime_s,cpu,memory,temperature,ports,ports_up,skipped)"
	    " FROM STDIN (FORMAT binary)" },
	[LOADER_INTERFACE_SAMPLE] = { "interface_sample",
	    "COPY patchwacht.interface_sample(at,tenant_id,device_id,if_index,"
	    "speed_mbps,type,admin,oper,duplex,in_octets,out_octets,"
	    "in_packets,out_packets,in_errors,out_errors,in_discards,"
	    "out_discards,last_change_cs,discontinuity_cs)"
	    " FROM STDIN (FORMAT binary)" },
	[LOADER_COMPONENT_SAMPLE] = { "component_sample",
	    "COPY patchwacht.component_sample(at,tenant_id,device_id,state,"
	    "value,size,used,good,kind,source,component,unit)"
	    " FROM STDIN (FORMAT binary)" },
};

const char *
loader_copy(enum loader_table t)
{
	return tables[t].copy;
}

const char *
loader_parent(enum loader_table t)
{
	return tables[t].name;
}

void
loader_batch_begin(struct loader_batch *b)
{
	for (int i = 0; i < LOADER_TABLES; i++) {
		buf_clear(&b->table[i].rows);
		b->table[i].count = 0;
		pgcopy_begin(&b->table[i].rows);
	}
	message_tally_clear(&b->tally);
	template_tally_clear(&b->templates);
	b->notable = 0;
	b->marked_by = 0;
}

void
loader_batch_end(struct loader_batch *b)
{
	for (int i = 0; i < LOADER_TABLES; i++)
		pgcopy_end(&b->table[i].rows);
}

struct buf *
loader_batch_row(
    struct loader_batch *b, enum loader_table t, int columns, int64_t at)
{
	if (b->table[t].count++ == 0)
		b->table[t].first = b->table[t].last = at;
	if (at < b->table[t].first)
		b->table[t].first = at;
	if (at > b->table[t].last)
		b->table[t].last = at;
	pgcopy_row(&b->table[t].rows, columns);
	return &b->table[t].rows;
}

void
loader_batch_mark(struct loader_batch *b, int64_t by, bool is_notable)
{
	if (b->table[LOADER_MESSAGE].count == 1)
		b->marked_by = by;
	else if (by != b->marked_by)
		b->marked_by = 0;
	b->notable += is_notable;
}

void
loader_batch_free(struct loader_batch *b)
{
	for (int i = 0; i < LOADER_TABLES; i++)
		buf_free(&b->table[i].rows);
	message_tally_free(&b->tally);
	template_tally_free(&b->templates);
}
