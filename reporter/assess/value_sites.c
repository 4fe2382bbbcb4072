/* SPDX-License-Identifier: Apache-2.0 */

/* A light per site, and how much of each category we could see. */

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/json.h"
#include "reporter/assess/timing.h"
#include "reporter/assess/value_parts.h"

struct site {
	int64_t devices, measured, overdue;
	bool critical_overdue, exploited_open, any_overdue, critical_excepted,
	    failed;
};

static void
count_obligation(const struct obligation *o, struct site *s)
{
	bool critical = o->priority == PRIORITY_CRITICAL;

	s->overdue += o->overdue;
	s->any_overdue |= o->overdue;
	s->critical_overdue |= o->overdue && critical;
	/* No exception closes it. */
	s->exploited_open |=
	    facts_is_open(o) && o->known_exploited && o->internet_facing;
	s->critical_excepted |= o->excepted && critical;
	s->failed |= facts_is_broken(o);
}

static struct site
gather(const struct facts *f, const char *name)
{
	struct site s = { 0 };

	for (size_t i = 0; i < f->ndevices; i++) {
		if (f->devices[i].retired ||
		    strcmp(f->devices[i].site, name) != 0)
			continue;
		s.devices++;
		s.measured += f->devices[i].measured;
	}
	for (size_t i = 0; i < f->nobligations; i++) {
		const struct obligation *o = &f->obligations[i];

		if (o->device != NULL && strcmp(o->device->site, name) == 0)
			count_obligation(o, &s);
	}
	return s;
}

/* The rule that decides: a word site.RULE, and its light. */
static const char *
decide(const struct site *s, const char **light)
{
	*light = "red";
	if (s->critical_overdue)
		return "critical_overdue";
	if (s->exploited_open)
		return "exploited_open";
	*light = "grey";
	if (s->measured * 100 < s->devices * SITE_MEASURED_PERCENT)
		return "unmeasured";
	*light = "orange";
	if (s->any_overdue)
		return "overdue";
	if (s->critical_excepted)
		return "critical_excepted";
	if (s->failed)
		return "failed";
	*light = "green";
	return "none";
}

static void
add_site(const struct facts *f, const char *name, struct json *list)
{
	struct site s = gather(f, name);
	struct json *row;
	const char *light, *rule;

	if (s.devices == 0)
		return;
	rule = decide(&s, &light);
	row = json_new_object();
	json_put_text(row, "site", *name == '\0' ? NULL : name);
	json_put_text(row, "light", light);
	json_put_text(row, "rule", rule);
	json_put_int(row, "devices", s.devices);
	json_put_int(row, "measured", s.measured);
	json_put_int(row, "overdue", s.overdue);
	json_add(list, row);
}

/* The worst rule first; of one light, as they are in the register. */
static void
put_by_light(const struct json *list, struct json *v)
{
	static const char *const lights[] = { "red", "grey", "orange",
		"green" };
	struct json *worst = json_new_array(), *counts = json_new_object();

	for (size_t l = 0; l < sizeof(lights) / sizeof(lights[0]); l++) {
		int64_t n = 0;

		for (size_t i = 0; i < json_len(list); i++) {
			const struct json *row = json_at(list, i);

			if (strcmp(json_get_text(row, "light"), lights[l]) != 0)
				continue;
			json_add(worst, json_share(row));
			n++;
		}
		json_put_int(counts, lights[l], n);
	}
	json_put(v, "sites_worst", worst);
	json_put(v, "lights", counts);
}

/* Of a report of one site: that one's, by a name of its own. */
static void
put_of_scope(struct json *v, const struct json *list)
{
	const struct json *scope = json_get(v, "scope");
	const struct json *row = json_at(list, 0);
	struct json *o = json_new_object();

	if (json_get_text(scope, "site") == NULL)
		row = NULL;
	value_copy(o, "light", row, "light");
	value_copy(o, "rule", row, "rule");
	json_put(v, "site", o);
}

void
value_sites(const struct facts *f, struct json *v)
{
	const struct json *sites = json_get(f->evidence, "sites");
	struct json *list = json_new_array();

	for (size_t i = 0; i < json_len(sites); i++)
		add_site(f, facts_text(json_at(sites, i), "name"), list);
	add_site(f, "", list);
	put_by_light(list, v);
	json_put(v, "sites", list);
	put_of_scope(v, list);
}

/* In "a, b, c". */
static bool
has_name(const char *names, const char *name)
{
	size_t len = strlen(name);

	for (const char *p = names; (p = strstr(p, name)) != NULL; p += len) {
		if ((p == names || p[-1] == ' ') &&
		    (p[len] == '\0' || p[len] == ','))
			return true;
	}
	return false;
}

static void
add_owner(struct buf *names, const struct json *row)
{
	const char *owner = facts_text(row, "owner");

	if (*owner != '\0' && !has_name(buf_str(names), owner))
		buf_printf(names, "%s%s", names->len > 0 ? ", " : "", owner);
}

/* The functions that own what is of a category, each once. */
static void
put_owners(const struct facts *f, const char *category, struct json *row)
{
	const struct json *systems = json_get(f->evidence, "systems");
	struct buf names = { 0 };

	for (size_t i = 0; i < f->ndevices; i++)
		if (strcmp(f->devices[i].category, category) == 0)
			add_owner(&names, f->devices[i].row);
	for (size_t i = 0; i < json_len(systems); i++)
		if (strcmp(facts_text(json_at(systems, i), "category"),
			category) == 0)
			add_owner(&names, json_at(systems, i));
	json_put_text(row, "owners", names.len > 0 ? buf_str(&names) : NULL);
	buf_free(&names);
}

/* What another program said within so many days is a statement. */
enum { TOLD_DAYS = 35 };

static bool
is_told(const struct facts *f, const struct json *system)
{
	int64_t seen = facts_time(system, "seen");

	if (seen == FACTS_NO_TIME)
		seen = facts_time(system, "updated");
	return seen != FACTS_NO_TIME &&
	    f->cut - seen <= TOLD_DAYS * CLOCK_DAY &&
	    (json_get_text(system, "version") != NULL ||
		json_get_text(system, "state") != NULL);
}

/* Systems of other programs: registered, and at most stated. */
static void
count_systems(const struct facts *f, const char *category, int64_t *registered,
    int64_t *claimed)
{
	const struct json *systems = json_get(f->evidence, "systems");

	for (size_t i = 0; i < json_len(systems); i++) {
		const struct json *s = json_at(systems, i);

		if (strcmp(facts_text(s, "category"), category) != 0)
			continue;
		(*registered)++;
		*claimed += is_told(f, s);
	}
}

static void
add_category(const struct facts *f, const char *category, struct json *list)
{
	struct json *row = json_new_object();
	int64_t registered = 0, measured = 0, claimed = 0;

	for (size_t i = 0; i < f->ndevices; i++) {
		const struct device_fact *d = &f->devices[i];

		if (d->retired || strcmp(d->category, category) != 0)
			continue;
		registered++;
		measured += d->measured;
		claimed += d->only_claimed;
	}
	count_systems(f, category, &registered, &claimed);
	json_put_text(row, "category", category);
	json_put_int(row, "registered", registered);
	json_put_int(row, "measured", measured);
	json_put_int(row, "claimed", claimed);
	json_put_int(row, "none", registered - measured - claimed);
	put_owners(f, category, row);
	json_add(list, row);
}

static void
add_unmeasured(
    const struct facts *f, const struct device_fact *d, struct json *list)
{
	struct json *row = json_new_object();

	value_copy(row, "device", d->row, "name");
	value_copy(row, "site", d->row, "site");
	json_put_text(row, "category", d->category);
	value_copy(row, "last_answer", d->row, "last_answer");
	json_put_text(row, "why",
	    !timing_polled(f)                              ? "not_polled"
		: !d->asked                                ? "not_asked"
		: !d->answered                             ? "no_answer"
		: json_get_text(d->row, "profile") == NULL ? "no_profile"
							   : "no_version");
	json_add(list, row);
}

void
value_coverage(const struct facts *f, struct json *v)
{
	static const char *const categories[] = { "server", "workstation",
		"network", "peripheral", "application", "cloud" };
	struct json *list = json_new_array(), *missing = json_new_array();

	for (size_t i = 0; i < sizeof(categories) / sizeof(categories[0]); i++)
		add_category(f, categories[i], list);
	json_put(v, "coverage", list);

	for (size_t i = 0; i < f->ndevices; i++) {
		if (!f->devices[i].measured && !f->devices[i].retired)
			add_unmeasured(f, &f->devices[i], missing);
	}
	json_put(v, "unmeasured", missing);
}
