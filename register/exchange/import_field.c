/* SPDX-License-Identifier: Apache-2.0 */
#include "register/exchange/import_field.h"

#include <stdbool.h>
#include <stdio.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "lib/store/patch/patch_store.h"
#include "register/context.h"
#include "register/import.h"
#include "register/setup/check.h"
#include "register/work.h"

static bool dry_run;

typedef int find_by_name(struct db *db, int tenant, const char *name, int *id);

static int
find(struct import *im, const char *column, find_by_name *by_name, int *id)
{
	struct context *c = import_context(im);
	const char *name = import_text(im, column);
	int rc;

	*id = 0;
	if (name == NULL)
		return ERR_OK;
	rc = by_name(c->db, c->tenant, name, id);
	if (rc != ERR_NOTFOUND)
		return rc;
	import_fault(im, column, "there is no %s \"%s\"", column, name);
	return ERR_OK;
}

int
import_patch(struct import *im, int *id)
{
	return find(im, "patch", patch_store_find, id);
}

int
import_device(struct import *im, int *id)
{
	return find(im, "device", device_store_find_ever, id);
}

int
import_site(struct import *im, int *id)
{
	return find(im, "site", site_find, id);
}

void
import_time(struct import *im, const char *column, int64_t *at)
{
	const char *text = import_text(im, column);
	struct buf why = { 0 };

	*at = DB_NO_TIME;
	if (text != NULL && check_time(text, at, &why) < 0)
		import_fault(im, column, "%s", buf_str(&why));
	buf_free(&why);
}

void
import_past_time(struct import *im, const char *column, int64_t *at)
{
	import_time(im, column, at);
	if (*at != DB_NO_TIME && *at > clock_now())
		import_fault(im, column, "\"%s\" lies in the future",
		    import_text(im, column));
}

const char *
import_checked(struct import *im, const char *column,
    int (*check)(const char *text, struct buf *why))
{
	const char *text = import_text(im, column);
	struct buf why = { 0 };

	if (text != NULL && check(text, &why) < 0)
		import_fault(im, column, "%s", buf_str(&why));
	buf_free(&why);
	return text;
}

static const struct import_kind *running;

static int
run(struct context *c, const struct words *rest)
{
	int rc = import_run(c, rest->word[0], dry_run, running->plan);

	return rc == ERR_PARSE ? ERR_RANGE : rc;
}

int
import_kind_run(const struct import_kind *kind, int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "dry-run", FLAG_YES, &dry_run, NULL,
		    "say what would be done, and do nothing" },
		{ 0 },
	};
	char name[64];
	const struct synopsis s = { name, "FILE", 1, 1, flags, kind->help };

	snprintf(name, sizeof(name), "import %s", kind->name);
	running = kind;
	return work_read(&s, argc - 1, argv + 1, run);
}
