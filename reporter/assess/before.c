/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/before.h"

#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/json.h"
#include "reporter/assess/edits.h"
#include "reporter/assess/facts.h"

/* In the order of the table below. */
enum field { PRIORITY, EXPLOITED, RELEASED, ADVISED, DEADLINE, FIELDS };

static const char *const names[FIELDS] = { "priority", "known_exploited",
	"released", "advised", "deadline" };

static int64_t
time_of(const struct json *row, const char *key)
{
	int64_t at = facts_time(row, key);

	return at == FACTS_NO_TIME ? CLOCK_NONE : at;
}

static void
take(const struct json *row, enum field field, struct deadline_facts *d)
{
	switch (field) {
	case PRIORITY:
		(void)priority_parse(facts_text(row, "priority"), &d->priority);
		break;
	case EXPLOITED:
		d->known_exploited =
		    json_get_bool(row, "known_exploited", false);
		break;
	case RELEASED:
		d->released = time_of(row, "released");
		break;
	case ADVISED:
		d->advised = time_of(row, "advised");
		break;
	case DEADLINE:
	case FIELDS:
		d->by_hand = time_of(row, "deadline");
		break;
	}
}

/* The detail has only what differs, {"old":{..},"new":{..}}: the first edit of
 * a field says what it was. */
static bool
take_edit(
    const struct json *change, bool known[FIELDS], struct deadline_facts *d)
{
	const char *detail = facts_text(change, "detail");
	struct json *both = NULL;
	bool any = false;

	if (json_parse("change", detail, strlen(detail), &both) < 0)
		return false;
	for (enum field i = 0; i < FIELDS; i++) {
		const struct json *was = json_get(both, "old");

		if (known[i] ||
		    (!json_has(was, names[i]) &&
			!json_has(json_get(both, "new"), names[i])))
			continue;
		take(was, i, d);
		known[i] = any = true;
	}
	json_free(both);
	return any;
}

bool
before_edits(
    const struct edits *edits, const struct json *patch, struct before *out)
{
	bool known[FIELDS] = { false }, any = false;
	const struct edit *of;
	size_t n;

	*out = (struct before){
		.patch_id = json_get_int(patch, "patch_id", 0),
		.terms = { .priority = PRIORITY_LOW,
		    .in_service = CLOCK_NONE,
		    .registered = time_of(patch, "registered") },
	};
	for (enum field i = 0; i < FIELDS; i++)
		take(patch, i, &out->terms);
	of = edits_of(edits, facts_text(patch, "reference"), &n);
	for (size_t i = 0; i < n; i++) {
		if (edits_is_edit(&of[i]))
			any |= take_edit(of[i].change, known, &out->terms);
	}
	return any;
}
