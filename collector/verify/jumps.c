/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/jumps.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "collector/verify/context.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/store/db.h"
#include "lib/store/log/jump_store.h"

#define BOOT_ID "/proc/sys/kernel/random/boot_id"

enum { BOOT_ID_MAX = 64 };

static void
tell(const struct clock_jump *j, const char *when)
{
	int64_t by = j->by > 0 ? j->by : -j->by;

	log_warnx("our clock was set %s by %lld s%s: no device booted by that",
	    j->by > 0 ? "forward" : "back",
	    (long long)((by + CLOCK_SECOND / 2) / CLOCK_SECOND), when);
}

void
jumps_watch(struct verify *v)
{
	struct own_clock *c = &v->clock;
	bool is_first = c->steady == 0;

	if (own_clock_look(c, clock_now(), clock_boottime()))
		tell(&c->jump[(c->n - 1) % OWN_CLOCK_JUMPS], "");
	if (is_first)
		v->clock_first = (struct clock_pair){ c->shown, c->steady };
}

/* Since which boot the second clock counts; "" where nothing tells. */
static void
read_boot(struct verify *v)
{
	struct buf b = { 0 };

	if (file_read(BOOT_ID, BOOT_ID_MAX, &b) == ERR_OK)
		snprintf(v->boot, sizeof(v->boot), "%.*s",
		    (int)strcspn(buf_str(&b), "\n"), buf_str(&b));
	buf_free(&b);
}

/* Between the last look of an earlier process and our first one. */
static int
find_unseen(struct verify *v, struct own_clock *known)
{
	struct db_rows *rows = NULL;
	int rc = jump_store_seen(v->db, &rows);
	struct clock_jump j;

	if (rc == ERR_OK && db_count(rows) > 0 && v->clock_first.steady != 0) {
		const char *boot = db_text(rows, 0, 0);
		const struct clock_pair then = { db_time(rows, 0, 1),
			db_int(rows, 0, 2) };

		if (own_clock_was_set(&then, &v->clock_first,
			*boot != '\0' && strcmp(boot, v->boot) == 0, &j)) {
			own_clock_add(known, &j);
			tell(&j, " while the verifier was away");
		}
	}
	db_rows_free(rows);
	return rc;
}

int
jumps_read(struct verify *v)
{
	struct own_clock known = { .shown = v->clock.shown,
		.steady = v->clock.steady };
	struct db_rows *rows = NULL;
	size_t own = v->clock.n;
	int rc;

	if (v->clock_read)
		return ERR_OK;
	rc = jump_store_load(v->db, OWN_CLOCK_JUMPS, &rows);
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		own_clock_add(&known,
		    &(struct clock_jump){ db_time(rows, i, 0),
			db_time(rows, i, 1), db_int(rows, i, 2) });
	db_rows_free(rows);
	if (rc < 0)
		return rc;
	v->clock_saved = known.n;
	read_boot(v);
	rc = find_unseen(v, &known);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < own && i < OWN_CLOCK_JUMPS; i++)
		own_clock_add(&known, &v->clock.jump[i]);
	v->clock = known;
	v->clock_read = true;
	return ERR_OK;
}

/* What was seen up to then is never older than the jumps that are saved, else
 * the last one would be found twice. */
static int
save_look(struct verify *v, bool is_due)
{
	int64_t now = clock_monotonic();

	if (v->clock.steady == 0 || (!is_due && now < v->clock_save_after))
		return ERR_OK;
	v->clock_save_after = now + CLOCK_MINUTE;
	return jump_store_see(v->db, v->boot, v->clock.shown, v->clock.steady);
}

int
jumps_save(struct verify *v)
{
	size_t saved = v->clock_saved;
	int rc = ERR_OK;

	while (rc == ERR_OK && v->clock_saved < v->clock.n) {
		const struct clock_jump *j =
		    &v->clock.jump[v->clock_saved % OWN_CLOCK_JUMPS];

		rc = jump_store_add(v->db, j->before, j->after, j->by);
		if (rc == ERR_OK)
			v->clock_saved++;
	}
	return rc == ERR_OK ? save_look(v, v->clock_saved > saved) : rc;
}
