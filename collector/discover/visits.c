/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/discover/visits.h"

#include <stdlib.h>
#include <sys/queue.h>

#include "collector/discover/stranger.h"
#include "collector/engine/transport.h"
#include "collector/poll/planner.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/model/range.h"

/* What a visit waits for from the database. */
enum want { WANT_NOTHING, WANT_MAY, WANT_PUT };

/* One address that is being visited. */
struct item {
	TAILQ_ENTRY(item) link;
	struct visits *owner;
	uint64_t number;
	struct visit *visit;
	struct stranger *stranger;
	int credential;
	enum want want;
	bool asked; /* the database: its answer will name this item */
	bool gone;  /* and is then all that is still to come */
};

struct visits {
	struct visits_ground *on;
	struct visits_hooks hooks;
	struct visit_hooks visit_hooks;
	TAILQ_HEAD(, item) items;
	size_t count; /* that are not gone */
};

static void on_may(void *arg, int rc, const struct db_rows *rows);
static void on_put(void *arg, int rc, const struct db_rows *rows);

/* Without its answer from the database it cannot be freed yet. */
static void
drop(struct item *it)
{
	struct visits *v = it->owner;

	if (!it->gone)
		v->count--;
	it->gone = true;
	visit_free(it->visit);
	it->visit = NULL;
	stranger_free(it->stranger);
	it->stranger = NULL;
	if (it->asked)
		return;
	TAILQ_REMOVE(&v->items, it, link);
	free(it);
}

static void
conclude(struct item *it, unsigned marks)
{
	struct visits *v = it->owner;

	if (visit_answered(it->visit))
		marks |= MARK_ANSWERED;
	span_pass(&v->on->span, &v->on->run, it->number, marks);
	drop(it);
	v->hooks.ended(v->hooks.arg);
}

/* Asks the database what the visit wants of it, now or at the next tick. */
static void
press(struct item *it)
{
	const struct visits_ground *on = it->owner->on;
	int rc = ERR_AGAIN;

	if (it->want == WANT_MAY)
		rc = findings_may(on->link, &on->run, visit_address(it->visit),
		    it->credential, on_may, it);
	else if (it->want == WANT_PUT)
		rc = findings_put(on->link, &on->run,
		    stranger_proposal(it->stranger), on_put, it);
	it->asked = rc == ERR_OK;
}

/* True: its answer is of no use any more, or comes again. */
static bool
is_over(struct item *it, int rc)
{
	it->asked = false;
	if (it->gone) {
		TAILQ_REMOVE(&it->owner->items, it, link);
		free(it);
		return true;
	}
	return rc == ERR_AGAIN;
}

static void
on_may(void *arg, int rc, const struct db_rows *rows)
{
	struct item *it = arg;
	struct visits_ground *on = it->owner->on;
	bool may;

	if (is_over(it, rc))
		return;
	it->want = WANT_NOTHING;
	may = rc == ERR_OK && db_count(rows) > 0;
	on->run.spared += !may;
	visit_may(it->visit, may);
	transport_flush(on->transport);
}

static void
on_put(void *arg, int rc, const struct db_rows *rows)
{
	struct item *it = arg;

	(void)rows;
	if (is_over(it, rc))
		return;
	conclude(it, rc == ERR_OK ? MARK_FOUND : 0);
}

static bool
visit_key_of(void *arg, int credential_id, struct visit_key *out)
{
	struct visits *v = arg;

	return v->hooks.key(
	    v->hooks.key_arg, v->on->run.tenant_id, credential_id, out);
}

static void
on_ask_may(void *arg, struct visit *visit, int credential_id)
{
	struct item *it = visit_tag(visit);

	(void)arg;
	it->want = WANT_MAY;
	it->credential = credential_id;
	press(it);
}

static void
on_right(void *arg, struct visit *visit, int credential_id)
{
	struct visits *v = arg;

	if (visit_offer(visit)->kind <= OFFER_USER)
		(void)findings_forget(v->on->link, &v->on->run,
		    visit_address(visit), credential_id);
}

static const struct plan *
on_choose(void *arg, struct device *device, const struct gathered *said)
{
	struct visits *v = arg;

	return planner_choose(v->on->planner, device, said);
}

static void
on_visited(void *arg, struct visit *visit, const struct gathered *said)
{
	struct visits *v = arg;
	struct item *it = visit_tag(visit);

	if (said != NULL)
		it->stranger =
		    stranger_new(visit, said, planner_profiles(v->on->planner));
	if (it->stranger == NULL) {
		conclude(it, 0);
		return;
	}
	it->want = WANT_PUT;
	press(it);
}

struct visits *
visits_new(struct visits_ground *on, const struct visits_hooks *hooks)
{
	struct visits *v = mem_new(1, sizeof(*v));

	v->on = on;
	v->hooks = *hooks;
	v->visit_hooks = (struct visit_hooks){ visit_key_of, on_ask_may,
		on_right, on_choose, on_visited, v };
	TAILQ_INIT(&v->items);
	return v;
}

void
visits_free(struct visits *v)
{
	struct item *it, *after;

	for (it = TAILQ_FIRST(&v->items); it != NULL; it = after) {
		after = TAILQ_NEXT(it, link);
		it->asked = false;
		drop(it);
	}
	free(v);
}

size_t
visits_count(const struct visits *v)
{
	return v->count;
}

bool
visits_are_gone(const struct visits *v)
{
	return TAILQ_EMPTY(&v->items);
}

void
visits_begin(struct visits *v, const struct address *to,
    const struct range *range, uint64_t number, int rows)
{
	struct item *it = mem_new(1, sizeof(*it));

	it->owner = v;
	it->number = number;
	it->visit = visit_new(
	    transport_engine(v->on->transport), &v->visit_hooks, to, range);
	visit_set_tag(it->visit, it);
	TAILQ_INSERT_TAIL(&v->items, it, link);
	v->count++;
	visit_start(it->visit, rows);
}

void
visits_press(struct visits *v)
{
	struct item *it, *after;

	for (it = TAILQ_FIRST(&v->items); it != NULL; it = after) {
		after = TAILQ_NEXT(it, link);
		if (it->want != WANT_NOTHING && !it->asked && !it->gone)
			press(it);
	}
}

void
visits_leave_closed(struct visits *v)
{
	const struct range *range;
	struct item *it, *after;

	for (it = TAILQ_FIRST(&v->items); it != NULL; it = after) {
		after = TAILQ_NEXT(it, link);
		if (it->gone)
			continue;
		range = sweep_run_range(&v->on->run, visit_address(it->visit));
		if (range != NULL && range->id == visit_range(it->visit)->id)
			visit_set_range(it->visit, range);
		else
			conclude(it, MARK_SKIPPED);
	}
}

void
visits_drop(struct visits *v)
{
	struct item *it, *after;

	for (it = TAILQ_FIRST(&v->items); it != NULL; it = after) {
		after = TAILQ_NEXT(it, link);
		if (!it->gone)
			drop(it);
	}
}
