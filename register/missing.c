/* SPDX-License-Identifier: Apache-2.0 */
#include "register/missing.h"

#include <glob.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "lib/base/buf.h"
#include "lib/base/choice.h"
#include "lib/base/err.h"
#include "lib/base/nearest.h"
#include "lib/store/db.h"
#include "register/command.h"
#include "register/context.h"

/* A slip changes the length by little: of many devices few are read. */
#define NEAR(name)                             \
	" AND abs(octet_length(" name ")-$2)<" \
	"=1+$2/3 ORDER BY 1 LIMIT 100000"

/* Of a trail of millions its last rows tell enough. */
#define IN_TRAIL(name)                                                     \
	"SELECT DISTINCT " name " FROM(SELECT " name " FROM change WHERE " \
	"tenant_id=$1 ORDER BY seq DESC LIMIT 100000)c WHERE true" NEAR(name)

static const struct {
	const char *noun, *after; /* device "x" in service */
	const char *names;        /* of the organisation $1, about $2 long */
	const char *lister;       /* the noun whose list has them, if another */
} kinds[MISSING_KINDS] = {
	[MISSING_ACTION] = { "action", " in the audit trail",
	    IN_TRAIL("action"), "audit" },
	[MISSING_ACTOR] = { "person or program", " in the audit trail",
	    IN_TRAIL("actor"), "audit" },
	[MISSING_ADVISORY] = { "advisory", "",
	    "SELECT reference FROM advisory WHERE tenant_id=$1" NEAR(
		"reference") },
	[MISSING_CHANNEL] = { "channel", "",
	    "SELECT coalesce(name,target) FROM channel WHERE tenant_id=$1"
	    " AND removed IS NULL" NEAR("coalesce(name,target)") },
	[MISSING_CLASS] = { "class", " among the devices",
	    "SELECT DISTINCT class FROM device_state WHERE tenant_id=$1"
	    " AND class IS NOT NULL" NEAR("class"),
	    "device" },
	[MISSING_CREDENTIAL] = { "credential", "",
	    "SELECT label FROM credential WHERE tenant_id=$1 AND removed IS "
	    "NULL" NEAR("label") },
	[MISSING_DEVICE] = { "device", " in service",
	    "SELECT name FROM device WHERE tenant_id=$1 AND retired IS "
	    "NULL" NEAR("name") },
	[MISSING_DEVICE_EVER] = { "device", "",
	    "SELECT name FROM device WHERE tenant_id=$1" NEAR("name") },
	[MISSING_OWNER] = { "owner", " of patches, exceptions and records",
	    "SELECT owner FROM(SELECT owner FROM patch WHERE tenant_id=$1"
	    " UNION SELECT owner FROM exception WHERE tenant_id=$1"
	    " UNION SELECT owner FROM entry WHERE tenant_id=$1)o"
	    " WHERE owner IS NOT NULL" NEAR("owner"),
	    "todo" },
	[MISSING_PATCH] = { "patch", "",
	    "SELECT reference FROM patch WHERE tenant_id=$1" NEAR(
		"reference") },
	[MISSING_REPORT] = { "report", "",
	    "SELECT DISTINCT number FROM report WHERE tenant_id=$1" NEAR(
		"number") },
	[MISSING_SCHEDULE] = { "schedule", "",
	    "SELECT name FROM schedule WHERE tenant_id=$1 AND removed IS "
	    "NULL" NEAR("name") },
	[MISSING_SITE] = { "site", "",
	    "SELECT name FROM site WHERE tenant_id=$1" NEAR("name") },
	[MISSING_SOURCE] = { "source", "",
	    "SELECT DISTINCT source FROM system WHERE tenant_id=$1" NEAR(
		"source"),
	    "system" },
	[MISSING_SUPPLIER] = { "supplier", "",
	    "SELECT name FROM supplier WHERE tenant_id=$1" NEAR("name") },
	[MISSING_TAG] = { "tag", " among the devices",
	    "SELECT DISTINCT t FROM device d,unnest(d.tags) t"
	    " WHERE d.tenant_id=$1" NEAR("t"),
	    "device" },
	[MISSING_VENDOR] = { "maker", " among the devices",
	    "SELECT DISTINCT vendor FROM device_state WHERE tenant_id=$1"
	    " AND vendor IS NOT NULL" NEAR("vendor"),
	    "device" },
	[MISSING_WINDOW] = { "window", "",
	    "SELECT name FROM window_rule WHERE tenant_id=$1 AND removed IS "
	    "NULL" NEAR("name") },
};

bool
missing_words(
    struct context *c, enum missing kind, const char *name, struct buf *out)
{
	char text[NEAREST_TEXT_MAX];
	struct db_rows *rows = NULL;
	const char *meant;
	struct nearest near;
	size_t n = 0;

	nearest_start(&near, name, strlen(name));
	if (db_query(c->db, &rows, kinds[kind].names, DB_INT(c->tenant),
		DB_INT((int64_t)strlen(name))) == ERR_OK)
		n = db_count(rows);
	for (size_t i = 0; i < n; i++)
		nearest_offer(&near, db_text(rows, i, 0));
	meant = nearest_text(&near, text);
	buf_printf(out, "there is no %s \"%s\"%s%s", kinds[kind].noun, name,
	    kinds[kind].after, meant);
	db_rows_free(rows);
	return meant[0] != '\0';
}

const char *
missing_end(struct buf *text)
{
	if (text->len > 0 && text->data[text->len - 1] != '?')
		buf_add_u8(text, ';');
	return buf_str(text);
}

void
missing_tell(
    struct context *c, const char *option, enum missing kind, const char *name)
{
	struct buf text = { 0 };

	if (option != NULL)
		buf_printf(&text, "%s: ", option);
	missing_words(c, kind, name, &text);
	complain("%s `patchwacht %s list` names them", missing_end(&text),
	    kinds[kind].lister != NULL ? kinds[kind].lister : kinds[kind].noun);
	buf_free(&text);
}

int
missing_filter(
    struct context *c, const char *option, enum missing kind, const char *name)
{
	struct buf text = { 0 };
	struct db_rows *rows = NULL;
	bool found = name == NULL;
	int rc = ERR_OK;

	if (!found)
		rc = db_query(c->db, &rows, kinds[kind].names,
		    DB_INT(c->tenant), DB_INT((int64_t)strlen(name)));
	for (size_t i = 0; !found && rc == ERR_OK && i < db_count(rows); i++)
		found = strcasecmp(db_text(rows, i, 0), name) == 0;
	db_rows_free(rows);
	if (rc < 0 || found)
		return rc;
	buf_printf(&text, "%s: ", option);
	if (missing_words(c, kind, name, &text)) {
		complain("%s", buf_str(&text));
		rc = ERR_NOTFOUND;
	}
	buf_free(&text);
	return rc;
}

/* "nl-noord", of ".../nl-noord.calendar": cut in its place. */
static const char *
cut_name(char *path)
{
	char *name = strrchr(path, '/'), *dot;

	name = name == NULL ? path : name + 1;
	dot = strrchr(name, '.');
	if (dot != NULL)
		*dot = '\0';
	return name;
}

void
missing_file(const char *option, const char *name, const char *pattern)
{
	struct buf why = { 0 };
	struct choice c;
	glob_t found = { 0 };

	choice_start(&c, name);
	if (glob(pattern, 0, NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc; i++)
			choice_offer(&c, cut_name(found.gl_pathv[i]));
	choice_tell(&c, &why);
	complain("%s: %s; or a file of your own, with a slash in its name",
	    option, buf_str(&why));
	globfree(&found);
	buf_free(&why);
}
