/* SPDX-License-Identifier: Apache-2.0 */

/*
 * verify look|tick|all: what the verifier does, once, in this process: takes
 * what waits to be read, looks at what time moves, or judges each deployment
 * there is. Prints milliseconds, milliseconds of CPU here and in the server's
 * process for us, and how many.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "collector/config.h"
#include "collector/due.h"
#include "collector/verify/context.h"
#include "collector/verify/look.h"
#include "collector/verify/steps.h"
#include "collector/verify/tick.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/profile/event_rules.h"
#include "lib/profile/set.h"
#include "lib/profile/trap_rules.h"
#include "lib/store/db.h"
#include "lib/store/patch/alert.h"
#include "lib/store/patch/verdict.h"

enum { PAGE = 2000 };

static struct verify v;

/* Ours, and that of the server's process that works for us, in clock ticks of
 * 10 ms. */
static int64_t
cpu_now(void)
{
	struct db_rows *rows = NULL;
	unsigned long user = 0, system = 0;
	struct timespec t;
	char path[64];
	FILE *f;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	if (db_query(v.db, &rows, "SELECT pg_backend_pid()") < 0)
		exit(1);
	snprintf(path, sizeof(path), "/proc/%lld/stat",
	    (long long)db_int(rows, 0, 0));
	db_rows_free(rows);
	f = fopen(path, "re");
	if (f == NULL ||
	    fscanf(f,
		"%*d (%*[^)]) %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u "
		"%lu %lu",
		&user, &system) != 2)
		exit(1);
	fclose(f);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000 +
	    (int64_t)(user + system) * 1000000 / sysconf(_SC_CLK_TCK);
}

static int
take_look(int64_t *n)
{
	*n = 0;
	/* The clock's part is measured by itself. */
	v.tick_after = INT64_MAX;
	return look_take(&v);
}

static int
take_tick(int64_t *n)
{
	int rc = db_begin(v.db);

	*n = 0;
	if (rc == ERR_OK)
		rc = tick_take(&v);
	return rc == ERR_OK ? db_commit(v.db) : rc;
}

/* Each deployment of a page of devices, from what is known of it now. */
static int
judge_page(int first, int64_t *n)
{
	const struct step_source source = { 0 };
	struct verdict_list list;
	struct deployment_facts facts;
	int rc = verdict_load_span(v.db, 1, first, first + PAGE - 1, &list);

	for (size_t i = 0; rc == ERR_OK && i < list.n; i++) {
		rc = steps_facts(&v, &list.verdict[i], &facts);
		if (rc == ERR_OK)
			rc = steps_take(&v, &list.verdict[i], &facts, &source);
	}
	*n += (int64_t)list.n;
	verdict_list_free(&list);
	return rc;
}

static int
judge_all(int64_t *n)
{
	struct db_rows *rows = NULL;
	int rc = alert_open_load(v.db, &v.alerts), last = 0;

	*n = 0;
	if (rc == ERR_OK)
		rc = db_query(v.db, &rows, "SELECT max(device_id) FROM device");
	if (rc == ERR_OK)
		last = (int)db_int(rows, 0, 0);
	db_rows_free(rows);
	for (int first = 1; rc == ERR_OK && first <= last; first += PAGE) {
		rc = db_begin(v.db);
		if (rc == ERR_OK)
			rc = judge_page(first, n);
		if (rc == ERR_OK)
			rc = db_commit(v.db);
	}
	alert_open_free(v.alerts);
	return rc;
}

int
main(int argc, char *argv[])
{
	static const struct {
		const char *name;
		int (*run)(int64_t *n);
	} modes[] = { { "look", take_look }, { "tick", take_tick },
		{ "all", judge_all } };
	struct config *config = NULL;
	struct buf text = { 0 };
	int64_t began, cpu, n = 0;
	int rc = ERR_NOTFOUND;

	log_start_command("verify");
	if (argc != 3 || file_read(argv[1], 1 << 20, &text) < 0 ||
	    config_parse(argv[1], (const char *)text.data, text.len,
		getenv("PATCHWACHT_HOME"), &config) < 0)
		return 1;
	v.poll = &config->poll;
	v.due = due_new();
	if (profile_set_load_default(config->data, &v.profiles) < 0 ||
	    trap_rules_load_default(config->data, &v.traps) < 0 ||
	    event_rules_load_default(config->data, &v.events) < 0)
		return 1;
	if (db_open(&(struct db_target){ config->home, "embedded" },
		"patchwacht_verify", &v.db) < 0)
		return 1;
	v.now = v.back = clock_now();
	began = clock_monotonic();
	cpu = cpu_now();
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (strcmp(modes[i].name, argv[2]) == 0)
			rc = modes[i].run(&n);
	if (rc < 0)
		return 1;
	printf("%.1f %.1f %lld\n", (double)(clock_monotonic() - began) / 1000,
	    (double)(cpu_now() - cpu) / 1000, (long long)n);
	db_close(v.db);
	return 0;
}
