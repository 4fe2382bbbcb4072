/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "lib/store/device/sample_store.h"
#include "lib/store/patch/deployment_store.h"
#include "register/command.h"
#include "register/device/device_named.h"
#include "register/device/verb_device.h"
#include "register/missing.h"
#include "register/patch/deployment_columns.h"
#include "register/show/as_of.h"
#include "register/show/list.h"
#include "register/show/table.h"
#include "register/work.h"

static struct device_filter filter;
static const char *moment;
static long first = LIST_UNSAID;
static bool packages;

/* As device_store_each and device_store_show give them. */
#define REST                                             \
	{ "credential", NULL, COLUMN_TEXT, 0 },          \
	    { "owner", NULL, COLUMN_TEXT, 0 },           \
	    { "supplier", NULL, COLUMN_TEXT, 0 },        \
	    { "criticality", NULL, COLUMN_TEXT, 0 },     \
	    { "internet_facing", NULL, COLUMN_BOOL, 0 }, \
	    { "medical", NULL, COLUMN_BOOL, 0 },         \
	    { "tags", NULL, COLUMN_LIST, 0 },            \
	    { "poll_s", NULL, COLUMN_INT, 0 },           \
	    { "any_source", NULL, COLUMN_BOOL, 0 },      \
	    { "in_service", NULL, COLUMN_TIME, 0 },      \
	    { "created", NULL, COLUMN_TIME, 0 },         \
	    { "retired", NULL, COLUMN_TIME, 0 },         \
	    { "serial", NULL, COLUMN_TEXT, 0 },          \
	    { "profile", NULL, COLUMN_TEXT, 0 },         \
	    { "profile_tested", NULL, COLUMN_BOOL, 0 },  \
	    { "granularity", NULL, COLUMN_TEXT, 0 },     \
	    { "sys_name", NULL, COLUMN_TEXT, 0 },        \
	    { "sys_object_id", NULL, COLUMN_TEXT, 0 },   \
	    { "protocol", NULL, COLUMN_TEXT, 0 },        \
	    { "security_level", NULL, COLUMN_TEXT, 0 },  \
	    { "boot_at", NULL, COLUMN_TIME, 0 },         \
	    { "silent", NULL, COLUMN_INT, 0 },           \
	    { "silent_since", NULL, COLUMN_TIME, 0 },    \
	    { "refused", NULL, COLUMN_INT, 0 },          \
	    { "refused_since", NULL, COLUMN_TIME, 0 },   \
	    { "conflict", NULL, COLUMN_TEXT, 0 },        \
	    { "device_id", NULL, COLUMN_INT, 0 },        \
	    { "rev", NULL, COLUMN_INT, 0 },              \
	{                                                \
		0                                        \
	}

static const struct column list_columns[] = {
	{ "name", "DEVICE", COLUMN_TEXT, 0 },
	{ "address", "ADDRESS", COLUMN_TEXT, 0 },
	{ "port", NULL, COLUMN_INT, 0 },
	{ "site", "SITE", COLUMN_TEXT, 0 },
	{ "category", "CATEGORY", COLUMN_TEXT, 0 },
	{ "vendor", "VENDOR", COLUMN_TEXT, 0 },
	{ "model", "MODEL", COLUMN_TEXT, 0 },
	{ "version", "VERSION", COLUMN_TEXT, 0 },
	{ "state", "STATE", COLUMN_TEXT, 0 },
	{ "last_answer", "LAST ANSWER", COLUMN_TIME, 0 },
	REST,
};

static const struct column show_columns[] = {
	{ "name", "device", COLUMN_TEXT, 0 },
	{ "address", "address", COLUMN_TEXT, 0 },
	{ "port", "port", COLUMN_INT, 0 },
	{ "site", "site", COLUMN_TEXT, 0 },
	{ "category", "category", COLUMN_TEXT, 0 },
	{ "vendor", "vendor", COLUMN_TEXT, 0 },
	{ "model", "model", COLUMN_TEXT, 0 },
	{ "version", "version", COLUMN_TEXT, 0 },
	{ "state", "state", COLUMN_TEXT, 0 },
	{ "last_answer", "last answer", COLUMN_TIME, 0 },
	{ "credential", "credential", COLUMN_TEXT, 0 },
	{ "owner", "owner", COLUMN_TEXT, 0 },
	{ "supplier", "supplier", COLUMN_TEXT, 0 },
	{ "criticality", "criticality", COLUMN_TEXT, 0 },
	{ "internet_facing", "internet-facing", COLUMN_BOOL, 0 },
	{ "medical", "medical", COLUMN_BOOL, 0 },
	{ "tags", "tags", COLUMN_LIST, 0 },
	{ "poll_s", "poll, s", COLUMN_INT, 0 },
	{ "any_source", "any source", COLUMN_BOOL, 0 },
	{ "in_service", "in service", COLUMN_TIME, 0 },
	{ "created", "registered", COLUMN_TIME, 0 },
	{ "retired", "retired", COLUMN_TIME, 0 },
	{ "serial", "serial", COLUMN_TEXT, 0 },
	{ "profile", "profile", COLUMN_TEXT, 0 },
	{ "profile_tested", "profile tested", COLUMN_BOOL, 0 },
	{ "granularity", "tells down to", COLUMN_TEXT, 0 },
	{ "sys_name", "calls itself", COLUMN_TEXT, 0 },
	{ "sys_object_id", "sysObjectID", COLUMN_TEXT, 0 },
	{ "protocol", "protocol", COLUMN_TEXT, 0 },
	{ "security_level", "security level", COLUMN_TEXT, 0 },
	{ "boot_at", "last boot", COLUMN_TIME, 0 },
	{ "silent", "polls unanswered", COLUMN_INT, 0 },
	{ "silent_since", "silent since", COLUMN_TIME, 0 },
	{ "refused", "polls refused", COLUMN_INT, 0 },
	{ "refused_since", "refused since", COLUMN_TIME, 0 },
	{ "conflict", "conflict", COLUMN_TEXT, 0 },
	{ "device_id", NULL, COLUMN_INT, 0 },
	{ "rev", "revision", COLUMN_INT, 0 },
	{ 0 },
};

static const struct column version_columns[] = {
	{ "kind", "KIND", COLUMN_TEXT, 0 },
	{ "component", "COMPONENT", COLUMN_TEXT, 0 },
	{ "value", "VERSION", COLUMN_TEXT, 0 },
	{ "since", "SINCE", COLUMN_TIME, 0 },
	{ "seen", "LAST SEEN", COLUMN_TIME, 0 },
	{ "confidence", "CONFIDENCE", COLUMN_TEXT, 0 },
	{ "profile", NULL, COLUMN_TEXT, 0 },
	{ "oid", "OID", COLUMN_TEXT, 0 },
	{ "raw", NULL, COLUMN_TEXT, 0 },
	{ 0 },
};

static int
list_devices(struct context *c, const struct words *rest)
{
	struct list l;
	int rc = as_of(c, "{device,device_state}", moment, &filter.at);

	(void)rest;
	list_begin(&l, "devices", list_columns, first);
	filter.first = list_asks(&l);
	if (rc == ERR_OK)
		rc =
		    device_store_each(c->db, c->tenant, &filter, list_take, &l);
	if (list_end(&l, rc) > 0 || rc < 0)
		return rc;
	rc = missing_filter(c, "--site", MISSING_SITE, filter.site);
	if (rc == ERR_OK)
		rc = missing_filter(c, "--tag", MISSING_TAG, filter.tag);
	if (rc == ERR_OK)
		say("No devices; `patchwacht device add NAME ADDRESS`, "
		    "or `device import FILE.csv`.");
	return rc;
}

int
verb_device_list(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "site", FLAG_TEXT, &filter.site, "NAME", "of one site" },
		{ "tag", FLAG_TEXT, &filter.tag, "WORD", "with that tag" },
		{ "retired", FLAG_YES, &filter.retired, NULL,
		    "those out of service as well" },
		FIRST_FLAG(first),
		AS_OF_FLAG(moment),
		{ 0 },
	};
	static const struct synopsis s = { "device list", "", 0, 0, flags,
		NULL };

	return work_read(&s, argc, argv, list_devices);
}

static int
fill(struct context *c, int id, const char *name, struct table **t)
{
	const struct deployment_filter of = { .device = name };
	struct db_rows *rows = NULL;
	int rc;

	table_make_record(t[0]);
	rc = device_store_show(c->db, c->tenant, id, &rows);
	if (rc == ERR_OK)
		table_add_rows(t[0], rows);
	db_rows_free(rows);
	rows = NULL;
	if (rc == ERR_OK)
		rc = device_store_versions(
		    c->db, c->tenant, id, packages, &rows);
	if (rc == ERR_OK)
		table_add_rows(t[1], rows);
	db_rows_free(rows);
	rows = NULL;
	if (rc == ERR_OK)
		rc = deployment_store_list(c->db, c->tenant, &of, &rows);
	if (rc == ERR_OK)
		table_add_rows(t[2], rows);
	db_rows_free(rows);
	rows = NULL;
	if (rc == ERR_OK)
		rc = sample_store_latest(
		    c->db, c->tenant, id, clock_now() - SAMPLES_SINCE, &rows);
	if (rc == ERR_OK)
		table_add_rows(t[3], rows);
	db_rows_free(rows);
	return rc;
}

static int
show_device(struct context *c, const struct words *rest)
{
	const char *name = rest->word[0];
	struct table *t[4];
	int id, rc = device_named(c, name, 0, &id);

	if (rc < 0)
		return rc;
	t[0] = table_new("device", show_columns);
	t[1] = table_new("versions", version_columns);
	t[2] = table_new("deployments", deployment_columns);
	t[3] = table_new("measured", sample_columns);
	rc = fill(c, id, name, t);
	if (rc == ERR_OK)
		tables_print(t, 4, stdout, command_form());
	for (size_t i = 0; i < 4; i++)
		table_free(t[i]);
	return rc;
}

int
verb_device_show(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "packages", FLAG_YES, &packages, NULL,
		    "all packages, not only those that its patches are "
		    "about" },
		{ 0 },
	};
	static const struct synopsis s = { "device show", "NAME", 1, 1, flags,
		"What is registered of it, what it said it runs, and its "
		"patches." };

	return work_read(&s, argc, argv, show_device);
}
