/* SPDX-License-Identifier: Apache-2.0 */
#include "register/network/request_wait.h"

#include <stdbool.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/network/request_store.h"
#include "register/command.h"
#include "register/context.h"

enum { LOOK_GAP_MS = 50 };

/* Whether waiting has become of no use, which is then told. */
static bool
is_late(
    const struct db_rows *rows, int64_t waited, const char *name, long wait_s)
{
	bool is_over = waited >= wait_s * CLOCK_SECOND;
	bool is_taken = !db_is_null(rows, 0, REQUEST_TAKEN);

	if (is_taken && is_over)
		complain("%s: the poller asks, and has no answer within %ld s; "
			 "`patchwacht snmp-test` says why a device is silent",
		    name, wait_s);
	else if (!is_taken &&
	    (is_over || waited >= REQUEST_TAKE_S * CLOCK_SECOND))
		complain("%s: asked for, but the poller does not take it; does "
			 "patchwachtd run?",
		    name);
	else
		return false;
	return true;
}

int
request_wait(struct context *c, int64_t request, const char *name, long wait_s,
    struct db_rows **rows)
{
	int64_t began = clock_monotonic();
	int rc;

	for (;;) {
		rc = request_look(c->db, c->tenant, request, rows);
		if (rc == ERR_OK && db_count(*rows) == 0)
			rc = ERR_NOTFOUND;
		if (rc < 0 || !db_is_null(*rows, 0, REQUEST_FINISHED))
			return rc;
		if (is_late(*rows, clock_monotonic() - began, name, wait_s))
			rc = ERR_AGAIN;
		db_rows_free(*rows);
		*rows = NULL;
		if (rc < 0)
			return rc;
		usleep(LOOK_GAP_MS * 1000);
	}
}
