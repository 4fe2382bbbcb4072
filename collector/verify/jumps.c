/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/jumps.h"

#include "collector/verify/context.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/log/jump_store.h"

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
	for (size_t i = 0; i < own && i < OWN_CLOCK_JUMPS; i++)
		own_clock_add(&known, &v->clock.jump[i]);
	v->clock = known;
	v->clock_read = true;
	return ERR_OK;
}

int
jumps_save(struct verify *v)
{
	int rc = ERR_OK;

	while (rc == ERR_OK && v->clock_saved < v->clock.n) {
		const struct clock_jump *j =
		    &v->clock.jump[v->clock_saved % OWN_CLOCK_JUMPS];

		rc = jump_store_add(v->db, j->before, j->after, j->by);
		if (rc == ERR_OK)
			v->clock_saved++;
	}
	return rc;
}
