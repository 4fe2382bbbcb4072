/* SPDX-License-Identifier: Apache-2.0 */
#include "register/exchange/import_said.h"

#include <stddef.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "lib/store/export/known_store.h"
#include "register/context.h"
#include "register/device/device_input.h"
#include "register/exchange/import_field.h"
#include "register/import.h"

/*
 * Devices out of service. One that is in service here, by that name, address
 * and day, goes out of it; one that was never there comes as one that is out.
 */

static void
tell_field(void *arg, const char *field, const char *why)
{
	import_fault(arg, field, "%s", why);
}

static int
retire(struct import *im, int id, const char *action, const char *name)
{
	struct context *c = import_context(im);
	int rc =
	    device_store_retire(c->db, c->tenant, id, clock_now(), "import");

	if (rc == ERR_OK)
		import_did(im, action, name);
	return rc;
}

/* *id 0: nobody has the name. */
static int
find_in_service(struct import *im, const struct device_row *row, int *id)
{
	struct context *c = import_context(im);
	struct db_rows *rows = NULL;
	struct device_row there;
	int rc = device_store_find(c->db, c->tenant, row->name, id);

	if (rc == ERR_NOTFOUND) {
		*id = 0;
		return ERR_OK;
	}
	if (rc == ERR_OK)
		rc = device_store_load(c->db, c->tenant, *id, &there, &rows);
	if (rc == ERR_OK &&
	    (strcmp(there.address, row->address) != 0 ||
		there.in_service != row->in_service))
		import_fault(im, "name",
		    "another device of that name is in service; those that "
		    "are not are imported before it");
	db_rows_free(rows);
	return rc;
}

static int
put(struct import *im, struct device_row *row)
{
	struct context *c = import_context(im);
	bool is_there = false;
	int id, rc = known_retired(c->db, c->tenant, row, &is_there);

	if (rc == ERR_OK && is_there)
		import_did(im, "unchanged", row->name);
	if (rc < 0 || is_there)
		return rc;
	rc = find_in_service(im, row, &id);
	if (rc < 0 || import_row_is_bad(im))
		return rc;
	if (id != 0)
		return retire(im, id, "retire", row->name);
	rc = device_store_add(c->db, c->tenant, row, "import");
	return rc == ERR_OK ? retire(im, row->id, "add", row->name) : rc;
}

/* Its name may be another's by now: only what it was is checked. */
static void
ignore_taken(void *arg, const char *field, const char *why)
{
	if (field == NULL || strstr(why, "already") == NULL)
		tell_field(arg, field, why);
}

static int
import_one(struct import *im, void *arg)
{
	struct context *c = import_context(im);
	struct device_input in = {
		.make_sites = true, .fault = ignore_taken, .arg = im
	};
	struct device_row row;
	int rc = ERR_OK;

	(void)arg;
	device_input_start(&row);
	for (int f = 0; f < DEVICE_FIELDS; f++)
		if (f != DEVICE_CREDENTIAL)
			in.value[f] = import_text(
			    im, device_field_name((enum device_field)f));
	(void)device_input_read(c, &in, &row);
	if (!import_row_is_bad(im))
		rc = put(im, &row);
	device_input_free(&in);
	return rc;
}

int
import_retired(int argc, char **argv)
{
	static struct import_column columns[DEVICE_FIELDS + 2];
	static const struct import_plan plan = {
		.columns = columns, .row = import_one, .nouns = "devices"
	};
	static const unsigned needed = IMPORT_REQUIRED;

	for (int f = 0; f < DEVICE_FIELDS; f++)
		columns[f].name = device_field_name((enum device_field)f);
	columns[DEVICE_NAME].flags = needed;
	columns[DEVICE_ADDRESS].flags = needed;
	columns[DEVICE_IN_SERVICE].flags = needed;
	columns[DEVICE_FIELDS].name = "retired";
	return import_kind_run(
	    &(struct import_kind){ "retired", &plan,
		"Columns: those of devices, of which name, address and "
		"in_service say which one it is.\nIt is out of service from "
		"now "
		"on: retired is not taken over, nor what it was read with." },
	    argc, argv);
}
