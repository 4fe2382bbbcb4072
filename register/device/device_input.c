/* SPDX-License-Identifier: Apache-2.0 */
#include "register/device/device_input.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/zone.h"
#include "lib/store/device/directory.h"
#include "register/context.h"
#include "register/missing.h"
#include "register/setup/check.h"

static const char *const names[DEVICE_FIELDS] = {
	[DEVICE_NAME] = "name",
	[DEVICE_ADDRESS] = "address",
	[DEVICE_PORT] = "port",
	[DEVICE_SITE] = "site",
	[DEVICE_CREDENTIAL] = "credential",
	[DEVICE_CATEGORY] = "category",
	[DEVICE_OWNER] = "owner",
	[DEVICE_SUPPLIER] = "supplier",
	[DEVICE_CRITICALITY] = "criticality",
	[DEVICE_INTERNET_FACING] = "internet_facing",
	[DEVICE_MEDICAL] = "medical",
	[DEVICE_ANY_SOURCE] = "any_source",
	[DEVICE_TAGS] = "tags",
	[DEVICE_POLL] = "poll",
	[DEVICE_IN_SERVICE] = "in_service",
	[DEVICE_LOG_ZONE] = "log_zone",
};

const char *
device_field_name(enum device_field f)
{
	return names[f];
}

void
device_input_start(struct device_row *row)
{
	*row = (struct device_row){ .port = 161,
		.category = "network",
		.poll_s = 300,
		.in_service = clock_now() };
}

/* While one is read: its faults so far. */
struct reading {
	struct context *c;
	struct device_input *in;
	struct device_row *row;
	struct buf why;
	int faults;
};

/* Tells the reason that why holds, of that field. */
static void
tell(struct reading *r, enum device_field f)
{
	r->in->fault(r->in->arg, names[f], buf_str(&r->why));
	buf_clear(&r->why);
	r->faults++;
}

static const char *
given(const struct reading *r, enum device_field f)
{
	return r->in->value[f];
}

/* Nothing in place of what a device has; a new one has nothing. */
static bool
empties(const struct reading *r, const char *text)
{
	return *text == '\0' && r->row->id != 0;
}

/* Of many rows each name would be asked for by itself. */
static int
find_device(struct reading *r, const char *name, int *id)
{
	return r->in->known != NULL
	    ? directory_find(r->in->known, DIRECTORY_DEVICE, name, id)
	    : device_store_find(r->c->db, r->c->tenant, name, id);
}

static int
find_address(struct reading *r, int *id)
{
	struct buf key = { 0 };
	int rc;

	if (r->in->known == NULL)
		return device_store_find_address(
		    r->c->db, r->c->tenant, r->row->address, r->row->port, id);
	buf_printf(&key, "%s %d", r->row->address, r->row->port);
	rc = directory_find(r->in->known, DIRECTORY_ADDRESS, buf_str(&key), id);
	buf_free(&key);
	return rc;
}

static int
find_site(struct reading *r, const char *name, int *id)
{
	return r->in->known != NULL
	    ? directory_find(r->in->known, DIRECTORY_SITE, name, id)
	    : site_find(r->c->db, r->c->tenant, name, id);
}

static int
find_credential(struct reading *r, const char *label, int *id)
{
	return r->in->known != NULL
	    ? directory_find(r->in->known, DIRECTORY_CREDENTIAL, label, id)
	    : credential_find(r->c->db, r->c->tenant, label, id);
}

static void
read_name(struct reading *r)
{
	const char *name = given(r, DEVICE_NAME);
	int id;

	if (name == NULL)
		return;
	r->row->name = name;
	if (check_name(name, &r->why) < 0) {
		tell(r, DEVICE_NAME);
	} else if (find_device(r, name, &id) == ERR_OK && id != r->row->id) {
		buf_printf(&r->why, "there is a device \"%s\" already", name);
		tell(r, DEVICE_NAME);
	}
}

static void
read_address(struct reading *r)
{
	const char *address = given(r, DEVICE_ADDRESS);
	const char *port = given(r, DEVICE_PORT);
	long number;
	int id;

	if (port != NULL) {
		if (check_number(port, 1, 65535, &number, &r->why) < 0)
			tell(r, DEVICE_PORT);
		else
			r->row->port = (int)number;
	}
	if (address != NULL) {
		if (check_address(
			address, r->in->address, &r->row->port, &r->why) < 0) {
			tell(r, DEVICE_ADDRESS);
			return;
		}
		r->row->address = r->in->address;
	}
	if ((address != NULL || port != NULL) &&
	    find_address(r, &id) == ERR_OK && id != r->row->id) {
		buf_printf(&r->why, "another device has %s port %d already",
		    r->row->address, r->row->port);
		tell(r, DEVICE_ADDRESS);
	}
}

/* With the nearest where it was typed: a file may have thousands of slips. */
static void
say_none(struct reading *r, enum missing kind, const char *name)
{
	if (r->in->known == NULL)
		missing_words(r->c, kind, name, &r->why);
	else
		buf_printf(&r->why, "there is no %s \"%s\"",
		    kind == MISSING_SITE ? "site" : "credential", name);
}

static void
read_site(struct reading *r)
{
	const char *site = given(r, DEVICE_SITE);
	int rc;

	if (site == NULL)
		return;
	if (empties(r, site)) {
		r->row->site = 0;
		return;
	}
	if (check_name(site, &r->why) < 0) {
		tell(r, DEVICE_SITE);
		return;
	}
	rc = find_site(r, site, &r->row->site);
	if (rc == ERR_NOTFOUND && r->in->make_sites) {
		rc = site_add(r->c->db, r->c->tenant, site, &r->row->site);
		if (rc == ERR_OK && r->in->known != NULL)
			directory_put(
			    r->in->known, DIRECTORY_SITE, site, r->row->site);
	}
	if (rc < 0) {
		say_none(r, MISSING_SITE, site);
		(void)missing_end(&r->why);
		buf_add_str(
		    &r->why, " `patchwacht site add` or --make-sites makes it");
		tell(r, DEVICE_SITE);
	}
}

static void
read_credential(struct reading *r)
{
	const char *label = given(r, DEVICE_CREDENTIAL);

	if (label != NULL && empties(r, label)) {
		r->row->credential = 0;
		return;
	}
	if (label != NULL &&
	    find_credential(r, label, &r->row->credential) < 0) {
		say_none(r, MISSING_CREDENTIAL, label);
		(void)missing_end(&r->why);
		buf_add_str(&r->why, " `patchwacht credential add` makes it");
		tell(r, DEVICE_CREDENTIAL);
	}
}

static void
read_word(struct reading *r, enum device_field f, const char *const *words,
    const char **into)
{
	const char *text = given(r, f);

	if (text == NULL)
		return;
	if (check_word(text, words, &r->why) < 0)
		tell(r, f);
	else
		*into = text;
}

static void
read_criticality(struct reading *r)
{
	static const char *const levels[] = { "high", "medium", "low", NULL };
	const char *text = given(r, DEVICE_CRITICALITY);

	if (text != NULL && empties(r, text))
		r->row->criticality = NULL;
	else
		read_word(r, DEVICE_CRITICALITY, levels, &r->row->criticality);
}

static void
read_prose(struct reading *r, enum device_field f, const char **into)
{
	const char *text = given(r, f);

	if (text == NULL)
		return;
	if (empties(r, text))
		*into = NULL;
	else if (check_prose(text, &r->why) < 0)
		tell(r, f);
	else
		*into = text;
}

static void
read_yes_no(struct reading *r, enum device_field f, bool *into)
{
	const char *text = given(r, f);

	if (text != NULL && check_yes_no(text, into, &r->why) < 0)
		tell(r, f);
}

static void
read_tags(struct reading *r)
{
	const char *text = given(r, DEVICE_TAGS);

	if (text == NULL)
		return;
	if (check_tags(text, &r->in->tags, &r->why) < 0)
		tell(r, DEVICE_TAGS);
	else
		r->row->tags =
		    r->in->tags.len > 0 ? buf_str(&r->in->tags) : NULL;
}

static void
read_times(struct reading *r)
{
	const char *poll = given(r, DEVICE_POLL);
	const char *in_service = given(r, DEVICE_IN_SERVICE);
	int64_t span;

	if (poll != NULL) {
		if (clock_parse_span(poll, &span) < 0 || span < CLOCK_SECOND ||
		    span > CLOCK_DAY) {
			buf_printf(&r->why,
			    "\"%s\" is not a span from 1 s to "
			    "1 d, such as \"5 min\"",
			    poll);
			tell(r, DEVICE_POLL);
		} else {
			r->row->poll_s = (int)(span / CLOCK_SECOND);
		}
	}
	if (in_service == NULL)
		return;
	if (check_time(in_service, &r->row->in_service, &r->why) < 0) {
		tell(r, DEVICE_IN_SERVICE);
	} else if (r->row->in_service > clock_now()) {
		buf_printf(&r->why, "\"%s\" lies in the future", in_service);
		tell(r, DEVICE_IN_SERVICE);
	}
}

static void
read_log_zone(struct reading *r)
{
	const char *zone = given(r, DEVICE_LOG_ZONE);

	if (zone == NULL)
		return;
	if (*zone != '\0' && !zone_is_known(zone)) {
		zone_tell_unknown(zone, &r->why);
		tell(r, DEVICE_LOG_ZONE);
		return;
	}
	r->row->log_zone = *zone == '\0' ? NULL : zone;
}

int
device_input_read(
    struct context *c, struct device_input *in, struct device_row *row)
{
	static const char *const categories[] = { "server", "workstation",
		"network", "peripheral", "application", "cloud", NULL };
	struct reading r = { .c = c, .in = in, .row = row };

	read_name(&r);
	read_address(&r);
	read_site(&r);
	read_credential(&r);
	read_word(&r, DEVICE_CATEGORY, categories, &row->category);
	read_prose(&r, DEVICE_OWNER, &row->owner);
	read_prose(&r, DEVICE_SUPPLIER, &row->supplier);
	read_criticality(&r);
	read_yes_no(&r, DEVICE_INTERNET_FACING, &row->internet_facing);
	read_yes_no(&r, DEVICE_MEDICAL, &row->medical);
	read_yes_no(&r, DEVICE_ANY_SOURCE, &row->any_source);
	read_tags(&r);
	read_times(&r);
	read_log_zone(&r);
	buf_free(&r.why);
	return r.faults > 0 ? ERR_RANGE : ERR_OK;
}

void
device_input_free(struct device_input *in)
{
	buf_free(&in->tags);
}
