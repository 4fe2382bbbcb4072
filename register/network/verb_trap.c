/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/profile/trap_rules.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "lib/store/network/trap_store.h"
#include "lib/store/past.h"
#include "lib/wire/varbind.h"
#include "register/command.h"
#include "register/log/log_input.h"
#include "register/missing.h"
#include "register/setup/check.h"
#include "register/show/as_of.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht trap: what devices said unasked, and who was not believed. */

static const char *device, *since, *moment;
static long last = 1000;

static const struct column list_columns[] = {
	{ "at", "AT", COLUMN_TIME, 0 },
	{ "device", "DEVICE", COLUMN_TEXT, 0 },
	{ "name", "TRAP", COLUMN_TEXT, 0 },
	{ "class", NULL, COLUMN_TEXT, 0 },
	{ "oid", NULL, COLUMN_TEXT, 0 },
	{ "protocol", "BY", COLUMN_TEXT, 0 },
	{ "level", "LEVEL", COLUMN_TEXT, 0 },
	{ "inform", NULL, COLUMN_BOOL, 0 },
	{ "uptime_cs", NULL, COLUMN_INT, 0 },
	{ "address", NULL, COLUMN_TEXT, 0 },
	{ "agent", NULL, COLUMN_TEXT, 0 },
	{ "enterprise", NULL, COLUMN_TEXT, 0 },
	{ "values", "VALUES", COLUMN_TEXT, COLUMN_WRAP },
	{ 0 },
};

static const struct column sender_columns[] = {
	{ "address", "ADDRESS", COLUMN_TEXT, 0 },
	{ "reason", "WHY NOT", COLUMN_TEXT, 0 },
	{ "device", "DEVICE", COLUMN_TEXT, 0 },
	{ "count", "COUNT", COLUMN_INT, 0 },
	{ "first", "FIRST", COLUMN_TIME, 0 },
	{ "last", "LAST", COLUMN_TIME, 0 },
	{ "realm", NULL, COLUMN_TEXT, 0 },
	{ 0 },
};

static void
print_values(const uint8_t *data, size_t len, struct buf *out)
{
	struct ber list = { data, len };
	char oid[OID_TEXT_MAX];
	struct varbind vb;

	while (varbind_take(&list, &vb) == ERR_OK) {
		if (!oid_is_valid(vb.oid))
			continue;
		buf_printf(out, "%s%s=", out->len > 0 ? "; " : "",
		    oid_print(vb.oid, oid));
		value_print(&vb.value, out);
	}
}

static const struct trap_rule *
find_rule(const struct trap_rules *rules, const char *text)
{
	const struct trap_rule *rule = NULL;
	struct buf oid = { 0 };

	if (oid_parse(text, &oid) == ERR_OK)
		rule =
		    trap_rules_find(rules, (struct oid){ oid.data, oid.len });
	buf_free(&oid);
	return rule;
}

static void
add_trap(struct table *t, const struct trap_rules *rules,
    const struct db_rows *rows, size_t i)
{
	const char *oid = db_text(rows, i, TRAP_OID_TEXT);
	const struct trap_rule *rule = find_rule(rules, oid);
	struct buf values = { 0 };
	const uint8_t *data;
	size_t len;

	data = db_bytes(rows, i, TRAP_VARBINDS, &len);
	print_values(data, len, &values);
	table_add_time(t, db_time(rows, i, TRAP_AT));
	table_add_text(t, db_text(rows, i, TRAP_DEVICE));
	table_add_text(t, rule == NULL ? oid : rule->name);
	table_add_text(t, rule == NULL ? NULL : trap_class_name(rule->class));
	table_add_text(t, oid);
	table_add_text(t, db_text(rows, i, TRAP_PROTOCOL));
	table_add_text(t, db_text(rows, i, TRAP_LEVEL));
	table_add_bool(t, db_bool(rows, i, TRAP_IS_INFORM));
	if (db_is_null(rows, i, TRAP_UPTIME_CS))
		table_add_text(t, NULL);
	else
		table_add_int(t, db_int(rows, i, TRAP_UPTIME_CS));
	table_add_text(t, db_text(rows, i, TRAP_PEER));
	table_add_text(t, db_text(rows, i, TRAP_AGENT));
	table_add_text(t, db_text(rows, i, TRAP_ENTERPRISE));
	table_add_text(t, buf_str(&values));
	buf_free(&values);
}

static int
read_since(int64_t until, int64_t *out)
{
	struct buf why = { 0 };
	int rc;

	*out = until - CLOCK_DAY;
	rc = check_tell(log_input_since(since, out, &why), "--since", &why);
	buf_free(&why);
	return rc;
}

/* What was sent is known from before, and names are not: 0 then, for now's. */
static int64_t
named_at(struct context *c, int64_t at)
{
	int64_t begins;

	return past_check(c->db, c->tenant, "{device}", at, &begins) == ERR_OK
	    ? at
	    : 0;
}

static int
check_device(struct context *c, int64_t named)
{
	int id, rc = ERR_OK;

	if (device == NULL)
		return ERR_OK;
	rc = named == 0
	    ? device_store_find_ever(c->db, c->tenant, device, &id)
	    : device_store_find_at(c->db, c->tenant, device, named, &id);
	if (rc == ERR_NOTFOUND)
		missing_tell(c, NULL, MISSING_DEVICE_EVER, device);
	return rc;
}

static int
list_traps(struct context *c, const struct words *rest)
{
	struct trap_filter f = { .device = device, .last = last };
	struct trap_rules *rules = NULL;
	struct db_rows *rows = NULL;
	struct table *t;
	int rc;

	(void)rest;
	rc = as_of(c, "{}", moment, &f.until);
	if (rc == ERR_OK)
		f.named = named_at(c, f.until);
	f.until = past_moment(f.until);
	if (rc == ERR_OK)
		rc = read_since(f.until, &f.since);
	if (rc == ERR_OK)
		rc = check_device(c, f.named);
	if (rc == ERR_OK)
		rc = trap_rules_load_default(c->place.data, &rules);
	if (rc == ERR_OK)
		rc = trap_store_list(c->db, c->tenant, &f, &rows);
	if (rc == ERR_OK) {
		t = table_new("traps", list_columns);
		for (size_t i = 0; i < db_count(rows); i++)
			add_trap(t, rules, rows, i);
		table_print(t, stdout, command_form());
		if (table_rows(t) == 0)
			say("No traps since then.");
		table_free(t);
	}
	db_rows_free(rows);
	trap_rules_free(rules);
	return rc;
}

static int
list_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "device", FLAG_TEXT, &device, "NAME", "of one device" },
		{ "since", FLAG_TEXT, &since, "TIME",
		    "from then on, or \"2 h\" ago (a day ago)" },
		{ "last", FLAG_INT, &last, "N", "the last N of them (1000)" },
		AS_OF_FLAG(moment),
		{ 0 },
	};
	static const struct synopsis s = { "trap list", "", 0, 0, flags,
		"What devices said unasked, and were believed. --json has the "
		"whole of each." };

	return work_read(&s, argc, argv, list_traps);
}

static int
list_senders(struct context *c, const struct words *rest)
{
	struct table *t = table_new("senders", sender_columns);
	struct db_rows *rows = NULL;
	int64_t at = 0;
	int rc = as_of(c, "{}", moment, &at);

	(void)rest;
	if (rc == ERR_OK)
		rc = trap_store_senders(
		    c->db, c->tenant, past_moment(at), named_at(c, at), &rows);
	if (rc == ERR_OK) {
		table_add_rows(t, rows);
		table_print(t, stdout, command_form());
		if (table_rows(t) == 0)
			say("Nobody has sent what was not believed.");
	}
	db_rows_free(rows);
	table_free(t);
	return rc;
}

static int
senders_verb(int argc, char **argv)
{
	static const struct flag flags[] = { AS_OF_FLAG(moment), { 0 } };
	static const struct synopsis s = { "trap senders", "", 0, 0, flags,
		"Who sent what was not believed, why not, and how often; the "
		"last 60 days." };

	return work_read(&s, argc, argv, list_senders);
}

int
verb_trap(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "list", list_verb, "what devices said unasked" },
		{ "senders", senders_verb, "who was not believed" },
		{ 0 },
	};

	return verb_dispatch("trap", verbs, argc, argv);
}
