/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/planner.h"

#include <stdlib.h>
#include <string.h>

#include "collector/poll/contact.h"
#include "collector/poll/device.h"
#include "collector/poll/metrics.h"
#include "collector/poll/plan.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/profile/baseline.h"
#include "lib/profile/set.h"
#include "lib/wire/snapshot.h"

struct known {
	struct plan *plan;
	struct profile_oid *oids; /* that plan borrows */
};

struct planner {
	struct profile_set *set;       /* NULL: none could be read */
	struct baseline_set *baseline; /* checks; NULL: none could be read */
	struct profile_oid *every; /* what plan all asks, which it borrows */
	struct plan *all;          /* for one that is not yet known */
	struct known stranger;     /* for one that no profile knows */
	struct known *known;       /* by place in the set; made when needed */
	struct metrics *metrics;
};

/* Does a device of that profile bear one of the rule's sysObjectIDs? */
static bool
is_about(const struct baseline_rule *r, const struct profile *profile)
{
	const struct conditions *all = &profile->match;

	for (size_t c = 0; c < all->n; c++) {
		const struct condition *one = &all->condition[c];

		for (size_t i = 0; i < one->n_ids; i++) {
			for (size_t k = 0; k < r->n_ids; k++)
				if (oid_is_within(one->id[i].oid, r->id[k]))
					return true;
		}
	}
	return false;
}

static void
add_object(struct profile_oid **list, size_t *n, struct oid oid)
{
	for (size_t i = 0; i < *n; i++) {
		if (oid_eq((*list)[i].oid, oid))
			return;
	}
	*list = mem_grow(*list, *n + 1, sizeof(**list));
	(*list)[(*n)++] = (struct profile_oid){ .oid = oid };
}

/* What checks look at, behind what is there. profile NULL: only what all have.
 */
static void
add_checks(const struct planner *p, const struct profile *profile,
    struct profile_oid **list, size_t *n)
{
	for (size_t i = 0;
	     p->baseline != NULL && i < baseline_count(p->baseline); i++) {
		const struct baseline_check *c = baseline_at(p->baseline, i);

		for (size_t k = 0; c->enabled && k < c->n_rules; k++) {
			const struct baseline_rule *r = &c->rule[k];

			if (r->oid.len > 0 &&
			    (r->n_ids == 0 ||
				(profile != NULL && is_about(r, profile))))
				add_object(list, n, r->oid);
		}
	}
}

struct planner *
planner_new(const char *data)
{
	struct planner *p = mem_new(1, sizeof(*p));
	const struct profile_oid *oids = NULL;
	size_t n = 0;

	if (profile_set_load_default(data, &p->set) < 0) {
		log_warnx("poll: no profiles, devices are asked for "
			  "standard objects only");
		p->set = NULL;
	}
	if (p->set != NULL) {
		oids = profile_oids(p->set, &n);
		p->known =
		    mem_new(profile_set_count(p->set) + 1, sizeof(*p->known));
	}
	if (baseline_load_default(data, &p->baseline) < 0) {
		log_warnx("poll: no checks, devices are not asked how they are "
			  "set up");
		p->baseline = NULL;
	}
	p->every = mem_new(n + 1, sizeof(*p->every));
	if (n > 0)
		memcpy(p->every, oids, n * sizeof(*p->every));
	add_checks(p, NULL, &p->every, &n);
	p->all = plan_new(p->every, n, true);
	p->metrics = metrics_new(data);
	return p;
}

static void
free_known(struct known *k)
{
	plan_free(k->plan);
	free(k->oids);
}

void
planner_free(struct planner *p)
{
	if (p == NULL)
		return;
	for (size_t i = 0; p->set != NULL && i < profile_set_count(p->set); i++)
		free_known(&p->known[i]);
	free(p->known);
	free_known(&p->stranger);
	plan_free(p->all);
	free(p->every);
	baseline_free(p->baseline);
	profile_set_free(p->set);
	metrics_free(p->metrics);
	free(p);
}

const struct profile_set *
planner_profiles(const struct planner *p)
{
	return p->set;
}

static const struct plan *
plan_of(struct planner *p, const struct profile *profile)
{
	struct known *k = &p->stranger;
	size_t n = 0;

	if (p->set == NULL)
		return p->all;
	for (size_t i = 0; i < profile_set_count(p->set); i++) {
		if (profile_set_at(p->set, i) == profile)
			k = &p->known[i];
	}
	if (k->plan == NULL) {
		k->oids = profile_own_oids(p->set, profile, &n);
		add_checks(p, profile, &k->oids, &n);
		k->plan = plan_new(k->oids, n, profile == NULL);
	}
	return k->plan;
}

bool
planner_knows(struct device *d, const uint8_t identity[DIGEST_LEN])
{
	if (d->known && memcmp(identity, d->identity, DIGEST_LEN) == 0)
		return true;
	memcpy(d->identity, identity, DIGEST_LEN);
	d->known = false;
	d->profile = NULL;
	return false;
}

const struct plan *
planner_plan(struct planner *p, const struct device *d)
{
	return d->known ? plan_of(p, d->profile) : p->all;
}

const struct plan *
planner_choose(struct planner *p, struct device *d, const struct gathered *said)
{
	struct contact c;

	contact_read((struct ber){ said->varbinds.data, said->varbinds.len },
	    clock_monotonic(), &c);
	(void)planner_knows(d, c.identity);
	return planner_plan(p, d);
}

const struct metrics *
planner_metrics(const struct planner *p)
{
	return p->metrics;
}

void
planner_learn(struct planner *p, struct device *d, const struct gathered *said)
{
	struct snapshot *s;

	if (d->known || p->set == NULL ||
	    snapshot_from_list(said->varbinds.data, said->varbinds.len, &s) < 0)
		return;
	d->profile = profile_match(p->set, s);
	d->known = true;
	snapshot_free(s);
	log_debug("device %s: %s", d->name,
	    d->profile == NULL ? "no profile" : d->profile->title);
}
