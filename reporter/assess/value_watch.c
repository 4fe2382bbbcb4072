/* SPDX-License-Identifier: Apache-2.0 */

/* Stability, changes outside the register, our own sight, suppliers. */

#include <stdio.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/json.h"
#include "reporter/assess/limit.h"
#include "reporter/assess/measures.h"
#include "reporter/assess/said.h"
#include "reporter/assess/value_parts.h"

/* What the device itself said of it: words of ours would be in one language. */
static void
put_said(const struct json *e, struct json *row)
{
	static const char arrow[] = " became ";
	const char *detail = facts_text(e, "detail");
	const char *at = strstr(detail, arrow);
	struct buf said = { 0 };

	if (strcmp(facts_text(e, "source"), "syslog") == 0 || at == NULL) {
		json_put_null(row, "detail");
		return;
	}
	buf_add(&said, detail, (size_t)(at - detail));
	buf_printf(&said, " \u2192 %s", at + strlen(arrow));
	said_put(row, "detail", buf_str(&said));
	buf_free(&said);
}

static struct json *
new_event(const struct json *e)
{
	static const char *const same[] = { "device", "site", "at", "kind",
		"source" };
	struct json *row = json_new_object(), *ids = json_new_array();
	int64_t id = json_get_int(e, "evidence_id", 0);
	char number[24];

	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		value_copy(row, same[i], e, same[i]);
	put_said(e, row);
	snprintf(number, sizeof(number), "%lld", (long long)id);
	json_put_text(row, "evidence", id != 0 ? number : NULL);
	if (id != 0)
		json_add_int(ids, id);
	json_put(row, "evidence_ids", ids);
	return row;
}

/* A log line comes at most so long before or after the boot it tells of. */
#define SAME_BOOT (10 * CLOCK_MINUTE)

static bool
is_boot(const struct json *e, int64_t device, const char *source)
{
	return json_get_int(e, "device_id", 0) == device &&
	    strcmp(facts_text(e, "kind"), "boot") == 0 &&
	    strcmp(facts_text(e, "source"), source) == 0;
}

/* A log line of a boot that was read from the device as well. */
static bool
is_told_better(const struct json *events, size_t i)
{
	const struct json *e = json_at(events, i);
	int64_t device = json_get_int(e, "device_id", 0);
	int64_t at = facts_time(e, "at");

	if (!is_boot(e, device, "syslog") || at == FACTS_NO_TIME)
		return false;
	/* They are in order of time. */
	while (
	    i > 0 && facts_time(json_at(events, i - 1), "at") >= at - SAME_BOOT)
		i--;
	for (; i < json_len(events); i++) {
		const struct json *other = json_at(events, i);

		if (facts_time(other, "at") > at + SAME_BOOT)
			break;
		if (is_boot(other, device, "snmp"))
			return true;
	}
	return false;
}

/* Events of some kinds that no window of a deployment explains. */
static void
put_events(const struct facts *f, const char *name, const char *const *kinds,
    struct json *v)
{
	const struct json *events = json_get(f->evidence, "events");
	struct json *list = json_new_array();

	for (size_t i = 0; i < json_len(events); i++) {
		const struct json *e = json_at(events, i);
		bool wanted = false;

		for (size_t k = 0; kinds[k] != NULL; k++)
			wanted |= strcmp(kinds[k], facts_text(e, "kind")) == 0;
		if (wanted && !json_get_bool(e, "expected", false) &&
		    !is_told_better(events, i))
			json_add(list, new_event(e));
	}
	json_put(v, name, list);
}

static void
put_observed(const struct facts *f, struct json *v)
{
	struct json *o = json_new_object();
	int64_t done = 0, running = 0, gone = 0;

	for (size_t i = 0; i < f->nobligations; i++) {
		const char *state = f->obligations[i].state;

		done += strcmp(state, "stable") == 0;
		running += strcmp(state, "observing") == 0 ||
		    strcmp(state, "confirmed") == 0;
		gone += strcmp(state, "rolled_back") == 0;
	}
	json_put_int(o, "done", done);
	json_put_int(o, "running", running);
	json_put_int(o, "rolled_back", gone);
	json_put(v, "observed", o);
}

void
value_stability(const struct facts *f, struct json *v)
{
	static const char *const reboots[] = { "boot", "silent", "returned",
		"crash", NULL };

	put_observed(f, v);
	put_events(f, "disturbances", reboots, v);
}

/* Is a version change what a patch of the register asked for? */
static bool
is_registered(const struct facts *f, const struct json *e)
{
	int64_t device = json_get_int(e, "device_id", 0);

	for (size_t i = 0; i < f->nobligations; i++) {
		const struct obligation *o = &f->obligations[i];

		if (o->device_id == device && o->created <= facts_time(e, "at"))
			return true;
	}
	return false;
}

void
value_outside(const struct facts *f, struct json *v)
{
	static const char *const kinds[] = { "version", "downgrade",
		"component", "serial", "model", "engine" };
	const struct json *events = json_get(f->evidence, "events");
	struct json *list = json_new_array();

	for (size_t i = 0; i < json_len(events); i++) {
		const struct json *e = json_at(events, i);
		bool wanted = false;

		for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++)
			wanted |= strcmp(kinds[k], facts_text(e, "kind")) == 0;
		if (wanted && !json_get_bool(e, "expected", false) &&
		    !json_get_bool(e, "recorded", is_registered(f, e)))
			json_add(list, new_event(e));
	}
	json_put(v, "outside", list);
}

static int64_t
count_protocol(const struct facts *f, const char *protocol, const char *level)
{
	int64_t n = 0;

	for (size_t i = 0; i < f->ndevices; i++) {
		const struct device_fact *d = &f->devices[i];

		n += d->answered &&
		    strcmp(facts_text(d->row, "protocol"), protocol) == 0 &&
		    (level == NULL ||
			strcmp(facts_text(d->row, "security_level"), level) ==
			    0);
	}
	return n;
}

static void
put_snmp(const struct facts *f, struct json *v)
{
	struct json *o = json_new_object();

	json_put_int(o, "v1", count_protocol(f, "v1", NULL));
	json_put_int(o, "v2c", count_protocol(f, "v2c", NULL));
	json_put_int(o, "v3_none", count_protocol(f, "v3", "none"));
	json_put_int(o, "v3_auth", count_protocol(f, "v3", "auth"));
	json_put_int(o, "v3_priv", count_protocol(f, "v3", "priv"));
	json_put(v, "snmp", o);
}

static void
put_logging(const struct facts *f, struct json *v)
{
	const struct json *senders = json_get(f->evidence, "senders");
	const struct json *seen = json_get(f->evidence, "accesses");
	struct json *o = json_new_object();
	int64_t heard = 0;

	for (size_t i = 0; i < f->ndevices; i++)
		heard += json_get_int(f->devices[i].row, "messages", 0) > 0;
	json_put_int(o, "devices_heard", heard);
	json_put_int(o, "messages", json_get_int(senders, "total", 0));
	value_copy(o, "from_unknown", senders, "unknown");
	value_copy(o, "unknown_senders", senders, "unknown_senders");
	json_put_int(o, "protected", json_get_int(senders, "protected", 0));
	value_copy(o, "cut", senders, "cut");
	value_copy(o, "broken", senders, "broken");
	value_copy(o, "formless", senders, "formless");
	json_put_int(o, "accesses", json_get_int(seen, "succeeded", 0));
	json_put_int(o, "accesses_failed", json_get_int(seen, "failed", 0));
	json_put(v, "logging", o);
}

/* Those that are to log, and were silent for too long. */
static void
put_silent(const struct facts *f, struct json *v)
{
	struct json *list = json_new_array();

	for (size_t i = 0; i < f->ndevices; i++) {
		const struct json *d = f->devices[i].row;
		int64_t s = json_get_int(d, "longest_silence_s", -1);
		struct json *row;

		if (!measure_must_log(&f->devices[i]) ||
		    s * CLOCK_SECOND <= limit_of(f, LIMIT_LOG_SILENCE))
			continue;
		row = json_new_object();
		value_copy(row, "device", d, "name");
		value_copy(row, "site", d, "site");
		value_copy(row, "last_message", d, "last_message");
		json_put_int(row, "days", s / 86400);
		json_put_int(row, "longest_s", s);
		json_add(list, row);
	}
	json_put(v, "silent", list);
}

static void
put_retention(const struct facts *f, struct json *v)
{
	const struct json *kept = json_get(f->evidence, "retention");
	struct json *list = json_new_array();

	for (size_t i = 0; i < json_len(kept); i++) {
		const struct json *k = json_at(kept, i);
		struct json *row = json_new_object();

		value_copy(row, "class", k, "class");
		value_copy(row, "since", k, "since");
		json_put_int(
		    row, "keep_days", json_get_int(k, "keep_s", 0) / 86400);
		json_put_int(
		    row, "dropped_days", json_get_int(k, "dropped_days", 0));
		json_add(list, row);
	}
	json_put(v, "retention", list);
}

void
value_watching(const struct facts *f, struct json *v)
{
	put_snmp(f, v);
	put_logging(f, v);
	put_silent(f, v);
	put_retention(f, v);
	json_put(v, "losses", json_share(json_get(f->evidence, "losses")));
	value_own(f, v);
}

static bool
is_listed(const struct json *list, const char *supplier)
{
	for (size_t i = 0; i < json_len(list); i++) {
		if (strcmp(facts_text(json_at(list, i), "supplier"),
			supplier) == 0)
			return true;
	}
	return false;
}

static void
add_supplier(const struct facts *f, const char *supplier, struct json *list)
{
	int64_t devices = 0, due = 0, on_time = 0, late = 0, unknown = 0;
	struct json *row = json_new_object();

	for (size_t i = 0; i < f->ndevices; i++)
		devices += strcmp(facts_text(f->devices[i].row, "supplier"),
			       supplier) == 0;
	for (size_t i = 0; i < f->nobligations; i++) {
		const struct obligation *o = &f->obligations[i];

		if (!o->in_cohort ||
		    strcmp(facts_text(o->row, "supplier"), supplier) != 0)
			continue;
		due++;
		on_time += o->timing == TIMING_ON_TIME;
		late += o->timing == TIMING_LATE;
		unknown += o->timing == TIMING_UNKNOWN;
	}
	json_put_text(row, "supplier", supplier);
	json_put_int(row, "devices", devices);
	json_put_int(row, "due", due);
	json_put_int(row, "on_time", on_time);
	json_put_int(row, "late", late);
	json_put_int(row, "unknown", unknown);
	json_add(list, row);
}

void
value_suppliers(const struct facts *f, struct json *v)
{
	struct json *list = json_new_array();

	for (size_t i = 0; i < f->ndevices; i++) {
		const char *name = json_get_text(f->devices[i].row, "supplier");

		if (name != NULL && !is_listed(list, name))
			add_supplier(f, name, list);
	}
	json_put(v, "suppliers", list);
}
