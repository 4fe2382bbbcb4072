/* SPDX-License-Identifier: Apache-2.0 */
#include "register/device/verb_device.h"

#include <inttypes.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/store/array.h"
#include "lib/store/change.h"
#include "lib/store/db.h"
#include "lib/store/device/device_batch.h"
#include "lib/store/device/device_store.h"
#include "lib/store/device/directory.h"
#include "lib/store/patch/deployment_store.h"
#include "register/command.h"
#include "register/device/device_input.h"
#include "register/device/device_same.h"
#include "register/import.h"
#include "register/mapping/mapping.h"
#include "register/mapping/mapping_find.h"
#include "register/work.h"

/* patchwacht device import: many devices from a file, all or none. */

static bool make_sites, dry_run, update;
static const char *reason, *mapping_name_given;

/* An import: what is called what, devices as they stood and those it made. */
struct devices {
	struct directory *known;
	struct device_same *stood; /* of an update only */
	struct buf touched;        /* ids, as an array of SQL */
	int first;                 /* made here; those before have lower ids */
	int unread;                /* imported, and without a credential */
};

static void
tell_field(void *arg, const char *field, const char *why)
{
	import_fault(arg, field, "%s", why);
}

static int
load_known(struct import *im, void *arg)
{
	struct context *c = import_context(im);
	struct devices *d = arg;
	int rc = directory_load(c->db, c->tenant, &d->known);

	if (rc == ERR_OK && update)
		rc = device_same_load(c, &d->stood);
	import_gather(im, device_batch_new(c->tenant, reason), NULL);
	return rc;
}

/* Another row may have what this one gives up. */
static void
forget_address(struct devices *d, const struct device_row *row)
{
	struct buf address = { 0 };

	buf_printf(&address, "%s %d", row->address, row->port);
	directory_forget(d->known, DIRECTORY_ADDRESS, buf_str(&address));
	buf_free(&address);
}

/* Which device the row is about; ERR_NOTFOUND: a new one. */
static int
find_updated(const struct devices *d, const struct device_input *in, int *id)
{
	const char *name = in->value[DEVICE_NAME];

	return update && name != NULL
	    ? directory_find(d->known, DIRECTORY_DEVICE, name, id)
	    : ERR_NOTFOUND;
}

/* What it is now, or a new one. */
static int
start_row(struct import *im, const struct device_input *in,
    struct device_row *row, struct db_rows **rows)
{
	struct context *c = import_context(im);
	struct devices *d = import_arg(im);
	int id, rc = find_updated(d, in, &id);

	device_input_start(row);
	if (rc == ERR_OK) {
		device_same_forget(d->stood, id);
		rc = import_write(im);
	}
	if (rc == ERR_OK)
		rc = device_store_lock(c->db, c->tenant, id);
	if (rc == ERR_OK)
		rc = device_store_load(c->db, c->tenant, id, row, rows);
	if (rc == ERR_OK)
		forget_address(d, row);
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

static void
note_names(struct devices *d, const struct device_row *row)
{
	struct buf address = { 0 };

	buf_printf(&address, "%s %d", row->address, row->port);
	directory_put(d->known, DIRECTORY_DEVICE, row->name, row->id);
	directory_put(d->known, DIRECTORY_ADDRESS, buf_str(&address), row->id);
	buf_free(&address);
}

static int
store_row(struct import *im, struct device_row *row)
{
	struct context *c = import_context(im);
	struct devices *d = import_arg(im);
	bool is_new = row->id == 0;
	size_t before = change_pending(c->db);
	int rc;

	if (is_new && row->credential == 0)
		(void)directory_credential(d->known, &row->credential);
	d->unread += row->credential == 0;
	rc = is_new
	    ? device_batch_add(c->db, import_gathered(im), row, import_line(im))
	    : device_store_edit(c->db, c->tenant, row, reason);
	if (rc == ERR_OK && is_new && d->first == 0)
		d->first = row->id;
	if (rc == ERR_OK) {
		note_names(d, row);
		array_add(&d->touched, &DB_INT(row->id));
	}
	if (rc == ERR_OK)
		import_did(im,
		    is_new                                ? "add"
			: change_pending(c->db) == before ? "unchanged"
							  : "edit",
		    row->name);
	return rc;
}

/* Passed over at once: locking and editing it would change nothing. */
static bool
is_as_it_was(struct import *im, const struct device_input *in)
{
	struct devices *d = import_arg(im);
	struct device_row row;
	int id;

	if (import_row_is_bad(im) || find_updated(d, in, &id) < 0 ||
	    !device_same_is(d->stood, import_context(im), in, id, &row))
		return false;
	d->unread += row.credential == 0;
	import_did(im, "unchanged", row.name);
	return true;
}

/* Of what was there before this file, and not what stands in it twice. */
static void
offer_update(struct import *im, const struct device_input *in)
{
	const struct devices *d = import_arg(im);
	const char *name = in->value[DEVICE_NAME];
	int id;

	if (!update && name != NULL &&
	    directory_find(d->known, DIRECTORY_DEVICE, name, &id) == ERR_OK &&
	    (d->first == 0 || id < d->first))
		import_offer(im, "--update");
}

static int
import_device(struct import *im, void *arg)
{
	struct context *c = import_context(im);
	struct devices *d = arg;
	struct device_input in = { .make_sites = make_sites,
		.known = d->known,
		.fault = tell_field,
		.arg = im };
	struct db_rows *rows = NULL;
	struct device_row row;
	int rc;

	for (int f = 0; f < DEVICE_FIELDS; f++)
		in.value[f] =
		    import_text(im, device_field_name((enum device_field)f));
	offer_update(im, &in);
	if (is_as_it_was(im, &in))
		return ERR_OK;
	rc = start_row(im, &in, &row, &rows);
	/* A row that is at fault was told, and is no reason to stop. */
	if (rc == ERR_OK && device_input_read(c, &in, &row) == ERR_OK &&
	    !import_row_is_bad(im))
		rc = store_row(im, &row);
	db_rows_free(rows);
	device_input_free(&in);
	return rc;
}

static int
match_after_import(struct import *im, void *arg)
{
	struct context *c = import_context(im);
	struct devices *d = arg;
	int64_t made = 0;
	int rc;

	array_end(&d->touched);
	rc = deployment_match(
	    c->db, c->tenant, NULL, buf_str(&d->touched), &made);
	if (rc == ERR_OK && made > 0)
		say("Deployments of patches in the register: %" PRId64, made);
	return rc;
}

static int
import_devices(struct context *c, const struct words *rest)
{
	struct import_column columns[DEVICE_FIELDS + 1] = { 0 };
	struct devices d = { 0 };
	struct import_plan plan = { .columns = columns,
		.start = load_known,
		.row = import_device,
		.finish = match_after_import,
		.arg = &d,
		.nouns = "devices" };
	struct mapping *m = NULL;
	int rc;

	for (int f = 0; f < DEVICE_FIELDS; f++)
		columns[f].name = device_field_name((enum device_field)f);
	columns[DEVICE_NAME].flags = IMPORT_REQUIRED;
	columns[DEVICE_ADDRESS].flags = IMPORT_REQUIRED;
	rc = mapping_find(c, mapping_name_given, "device", &m);
	plan.mapping = m;
	if (rc == ERR_OK)
		rc = import_run(c, rest->word[0], dry_run, &plan);
	directory_free(d.known);
	device_same_free(d.stood);
	buf_free(&d.touched);
	mapping_free(m);
	if (rc == ERR_OK && d.unread > 0)
		say("Not read yet, for want of a credential: %d; column "
		    "credential or `patchwacht device edit --credential` gives "
		    "one",
		    d.unread);
	return rc == ERR_PARSE ? ERR_RANGE : rc;
}

int
verb_device_import(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "mapping", FLAG_TEXT, &mapping_name_given, "FILE",
		    "how another program's table is read" },
		{ "dry-run", FLAG_YES, &dry_run, NULL,
		    "say what would be done, and do nothing" },
		{ "make-sites", FLAG_YES, &make_sites, NULL,
		    "make sites that are missing" },
		{ "update", FLAG_YES, &update, NULL,
		    "change devices that are there by that name" },
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why" },
		{ 0 },
	};
	static const struct synopsis s = { "device import", "FILE.csv", 1, 1,
		flags,
		"Columns: name, address, and as you like port, site, "
		"credential, category, owner,\nsupplier, criticality, "
		"internet_facing, medical, any_source, tags, poll, "
		"in_service.\nAll rows or none; every fault is told as "
		"FILE:LINE:COLUMN." };

	return work_read(&s, argc, argv, import_devices);
}
