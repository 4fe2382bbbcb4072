/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/network/discovery_store.h"

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"
#include "lib/store/past.h"

/* Proposals, of discovery_store.h. */

/*
 * A device that answers at several addresses is proposed at each: same_as is
 * the first of them.
 */
#define SHOWN(now)                                                             \
	"SELECT host(p.address),p.port,p.state,p.sys_name,p.vendor,p.model,"   \
	"p.version,p.confidence,s.name,c.label,p.protocol,p.level,d.name,"     \
	"p.known_by,p.class,p.profile,p.serial,encode(p.engine_id,'hex'),"     \
	"p.sys_object_id,p.sys_descr,m.name,r.block::text,r.medical,"          \
	"p.first_seen,CASE WHEN p.last_seen<=" now " THEN p.last_seen END,"    \
	"p.decided,p.decided_by,p.reason,"                                     \
	"p.discovery_id,(SELECT host(o.address) FROM @proposal(" now ") o"     \
	" WHERE o.tenant_id=p.tenant_id AND o.realm_id=p.realm_id"             \
	" AND(o.address,o.port)<(p.address,p.port)"                            \
	" AND o.state IN('new','accepted')"                                    \
	" AND((o.serial=p.serial AND lower(coalesce(o.vendor,''))="            \
	"lower(coalesce(p.vendor,'')))"                                        \
	" OR(o.engine_id=p.engine_id AND lower(o.sys_name)=lower(p.sys_name)"  \
	" AND(o.serial IS NULL OR p.serial IS NULL)))"                         \
	" ORDER BY o.address,o.port LIMIT 1) AS same_as,"                      \
	"p.credential_id,r.site_id,"                                           \
	"array_to_string(r.tags,','),p.realm_id,p.device_id,"                  \
	"(SELECT x.name FROM @device(" now ") x WHERE x.tenant_id=p.tenant_id" \
	" AND x.realm_id=p.realm_id AND x.address=p.address"                   \
	" AND x.port=p.port AND x.retired IS NULL) FROM @proposal(" now ") p"  \
	" JOIN range r USING(tenant_id,range_id)"                              \
	" JOIN realm m ON m.tenant_id=p.tenant_id"                             \
	" AND m.realm_id=p.realm_id"                                           \
	" LEFT JOIN site s ON s.tenant_id=r.tenant_id"                         \
	" AND s.site_id=r.site_id"                                             \
	" LEFT JOIN @credential(" now ") c ON c.tenant_id=p.tenant_id"         \
	" AND c.credential_id=p.credential_id AND c.removed IS NULL"           \
	" LEFT JOIN @device(" now ") d ON d.tenant_id=p.tenant_id"             \
	" AND d.device_id=p.device_id WHERE p.tenant_id=$1"

int
proposal_list(struct db *db, int tenant, const char *state, int64_t at,
    struct db_rows **out)
{
	return past_query(db, tenant, at, out,
	    SHOWN("$2") " AND ($3::text IS NULL OR p.state=$3)"
			" ORDER BY m.name,p.address,p.port",
	    DB_TEXT(state));
}

int
proposal_find(struct db *db, int tenant, int realm, const char *address,
    int port, struct db_rows **out)
{
	int rc;

	rc = past_query(db, tenant, 0, out,
	    SHOWN("$2") " AND p.realm_id=$3 AND p.address=$4::inet"
			" AND ($5=0 OR p.port=$5) ORDER BY p.port LIMIT 1",
	    DB_INT(realm), DB_TEXT(address), DB_INT(port));
	if (rc == ERR_OK && db_count(*out) == 0) {
		db_rows_free(*out);
		*out = NULL;
		rc = ERR_NOTFOUND;
	}
	return rc;
}

/* One that is accepted is told as the device that it becomes. */
static int
note_refused(struct db *db, int tenant, const char *address, const char *reason)
{
	return change_note(db, tenant,
	    &(struct change_note){ .action = "discover.refuse",
		.kind = "proposal",
		.name = address,
		.reason = reason });
}

int
proposal_decide(struct db *db, int tenant, int realm, const char *address,
    int port, const char *state, int device, const char *reason)
{
	int rc = db_query(db, NULL,
	    "UPDATE proposal SET state=$5,device_id=$6,decided=$7,"
	    "decided_by=session_user,reason=$8 WHERE tenant_id=$1"
	    " AND realm_id=$2 AND address=$3::inet AND port=$4",
	    DB_INT(tenant), DB_INT(realm), DB_TEXT(address), DB_INT(port),
	    DB_TEXT(state), device == 0 ? DB_NULL : DB_INT(device),
	    DB_TIME(clock_now()), DB_TEXT(reason));

	if (rc == ERR_OK && device == 0)
		rc = note_refused(db, tenant, address, reason);
	return rc;
}
