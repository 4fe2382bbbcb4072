/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/network/neighbour_store.h"

#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/store/db.h"
#include "lib/store/past.h"
#include "lib/wire/neighbour.h"

static void
put_text(struct json *o, const char *key, const char *text)
{
	if (*text != '\0')
		json_put_text(o, key, text);
}

static struct json *
json_of(const struct neighbour *n)
{
	struct json *o = json_new_object();
	char address[ADDRESS_TEXT_MAX], mac[MAC_TEXT_MAX];
	struct buf roles = { 0 };

	json_put_text(o, "protocol", neighbour_protocol_name(n->protocol));
	json_put_text(o, "key", *n->chassis != '\0' ? n->chassis : n->name);
	if (n->has_mac)
		json_put_text(o, "mac", mac_format(n->mac, mac));
	put_text(o, "chassis", n->chassis);
	put_text(o, "name", n->name);
	put_text(o, "port", n->port);
	put_text(o, "description", n->description);
	if (n->address.family != 0)
		json_put_text(
		    o, "address", address_format(&n->address, address));
	neighbour_print_roles(n->roles, &roles);
	put_text(o, "roles", buf_str(&roles));
	buf_free(&roles);
	return o;
}

static char *
print_list(const struct neighbours *seen)
{
	struct json *list = json_new_array();
	char *text;

	for (size_t i = 0; i < seen->count; i++)
		json_add(list, json_of(&seen->list[i]));
	text = json_line(list);
	json_free(list);
	return text;
}

#define SEEN                                                               \
	"n AS(SELECT x.*,btrim(regexp_replace(x.name,'\\(.*\\)$',''))"     \
	" AS plain,substring(x.name FROM '\\(([^()]+)\\)$') AS inside"     \
	" FROM jsonb_to_recordset($3::jsonb) AS x(protocol text,key text," \
	"mac macaddr,chassis text,name text,port text,address inet,"       \
	"description text,roles text)),"                                   \
	"me AS(SELECT realm_id FROM device WHERE tenant_id=$1"             \
	" AND device_id=$2)"

/* In service in the realm of the one that sees. */
#define OF_REALM                                \
	" d.tenant_id=$1 AND d.retired IS NULL" \
	" AND d.realm_id=(SELECT realm_id FROM me)"

/* CDP: a name may have the serial number behind it, in parentheses. */
#define IS_KNOWN                                                           \
	"(EXISTS(SELECT 1 FROM device_mac m JOIN device d"                 \
	" USING(tenant_id,device_id) WHERE m.mac=n.mac AND" OF_REALM ")"   \
	" OR EXISTS(SELECT 1 FROM device d WHERE d.address=n.address"      \
	" AND" OF_REALM ")"                                                \
	" OR EXISTS(SELECT 1 FROM device_state s JOIN device d"            \
	" USING(tenant_id,device_id) WHERE"                                \
	" s.serial IN(n.inside,n.chassis) AND" OF_REALM ")"                \
	" OR EXISTS(SELECT 1 FROM device d LEFT JOIN device_state s"       \
	" USING(tenant_id,device_id) WHERE"                                \
	" (d.name IN(n.name,n.plain)"                                      \
	" OR lower(s.sys_name) IN(lower(n.name),lower(n.plain)))"          \
	" AND NOT(n.mac IS NOT NULL AND EXISTS(SELECT 1 FROM device_mac o" \
	" WHERE o.tenant_id=$1 AND o.device_id=d.device_id"                \
	" AND o.source='chassis')) AND" OF_REALM "))"

/*
 * In one statement: what is unknown is put, and what is still seen but known
 * by now goes, as does what nobody saw for long.
 */
static int
put_seen(struct db *db, int tenant, int device, const char *list, int64_t at)
{
	return db_query(db, NULL,
	    "WITH " SEEN ",u AS(SELECT DISTINCT ON(protocol,key) * FROM n"
	    " WHERE key<>'' AND NOT " IS_KNOWN
	    " AND(protocol<>'arp' OR EXISTS(SELECT 1 FROM range r"
	    " WHERE r.tenant_id=$1 AND r.realm_id=(SELECT realm_id FROM me)"
	    " AND r.removed IS NULL AND n.address<<=r.block))"
	    " ORDER BY protocol,key,address),"
	    "put AS(INSERT INTO unknown_neighbour(tenant_id,device_id,protocol,"
	    "key,mac,chassis,name,port,address,description,roles,first_seen,"
	    "last_seen) SELECT $1,$2,protocol,key,mac,chassis,name,port,"
	    "address,description,roles,$4,$4 FROM u"
	    " ON CONFLICT(tenant_id,device_id,protocol,key) DO UPDATE SET"
	    " mac=EXCLUDED.mac,chassis=EXCLUDED.chassis,name=EXCLUDED.name,"
	    "port=EXCLUDED.port,address=EXCLUDED.address,"
	    "description=EXCLUDED.description,roles=EXCLUDED.roles,"
	    "last_seen=EXCLUDED.last_seen)"
	    " DELETE FROM unknown_neighbour o WHERE o.tenant_id=$1"
	    " AND(o.last_seen<$5 OR(o.device_id=$2"
	    " AND(o.protocol,o.key) IN(SELECT protocol,key FROM n)"
	    " AND(o.protocol,o.key) NOT IN(SELECT protocol,key FROM u)))",
	    DB_INT(tenant), DB_INT(device), DB_TEXT(list), DB_TIME(at),
	    DB_TIME(at - NEIGHBOUR_KEEP_DAYS * CLOCK_DAY));
}

int
neighbour_note(struct db *db, int tenant, int device,
    const struct neighbours *seen, int64_t at)
{
	char *list;
	int rc;

	if (seen->count == 0)
		return ERR_OK;
	list = print_list(seen);
	rc = put_seen(db, tenant, device, list, at);
	free(list);
	return rc;
}

static char *
print_macs(const struct own_mac *macs, size_t count)
{
	struct json *list = json_new_array();
	char *text, mac[MAC_TEXT_MAX];

	for (size_t i = 0; i < count; i++) {
		struct json *o = json_new_object();

		json_put_text(o, "mac", mac_format(macs[i].mac, mac));
		json_put_text(o, "source", mac_source_name(macs[i].source));
		json_add(list, o);
	}
	text = json_line(list);
	json_free(list);
	return text;
}

int
neighbour_note_own(struct db *db, int tenant, int device,
    const struct own_mac *macs, size_t count)
{
	char *list;
	int rc;

	if (count == 0)
		return ERR_OK;
	list = print_macs(macs, count);
	rc = db_query(db, NULL,
	    "WITH x AS(SELECT mac,source FROM jsonb_to_recordset($3::jsonb)"
	    " AS x(mac macaddr,source text)),"
	    "put AS(INSERT INTO device_mac AS o(tenant_id,device_id,mac,source)"
	    " SELECT $1,$2,mac,source FROM x"
	    " ON CONFLICT(tenant_id,device_id,mac) DO UPDATE"
	    " SET source=EXCLUDED.source WHERE o.source<>EXCLUDED.source)"
	    " DELETE FROM device_mac WHERE tenant_id=$1 AND device_id=$2"
	    " AND mac NOT IN(SELECT mac FROM x)",
	    DB_INT(tenant), DB_INT(device), DB_TEXT(list));
	free(list);
	return rc;
}

/* What was registered since is not shown: the next reading takes it away. */
int
neighbour_list(struct db *db, int tenant, bool with_arp, int days, int64_t at,
    struct db_rows **out)
{
	return past_query(db, tenant, at, out,
	    "SELECT d.name,u.protocol,u.name,u.chassis,host(u.address),u.roles,"
	    "u.description,u.port,(SELECT r.block::text FROM @range($2) r"
	    " WHERE r.tenant_id=u.tenant_id AND r.realm_id=d.realm_id"
	    " AND r.removed IS NULL AND u.address<<=r.block"
	    " ORDER BY masklen(r.block) DESC LIMIT 1),u.first_seen,"
	    "CASE WHEN u.last_seen<=$2 THEN u.last_seen END"
	    " FROM @unknown_neighbour($2) u JOIN @device($2) d"
	    " USING(tenant_id,device_id) WHERE u.tenant_id=$1"
	    " AND d.retired IS NULL AND($3 OR u.protocol<>'arp')"
	    " AND u.last_seen>=$4 AND NOT EXISTS("
	    "SELECT 1 FROM @device($2) o"
	    " WHERE o.tenant_id=$1 AND o.realm_id=d.realm_id"
	    " AND o.address=u.address AND o.retired IS NULL)"
	    " ORDER BY u.name,u.chassis,d.name",
	    DB_BOOL(with_arp), DB_TIME(past_moment(at) - days * CLOCK_DAY));
}
