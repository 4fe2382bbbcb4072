/* SPDX-License-Identifier: Apache-2.0 */

/*
 * verify looks|tick|all: what the verifier does, in this process: takes what
 * waits to be read, once for each line of standard input, on a connection that
 * has its statements planned as the daemon's has; looks once at what time
 * moves; or judges each deployment there is. Prints milliseconds, milliseconds
 * of CPU here and in the server's process for us, and how many.
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

/* Of a process, user and system, in clock ticks: proc(5), behind the name. */
static unsigned long
ticks_of(long long pid)
{
	enum {
		UTIME = 11,
		STIME = 12
	}; /* counted from the state, which is 0 */
	char path[64], line[1024], *rest, *word;
	unsigned long ticks = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%lld/stat", pid);
	f = fopen(path, "re");
	if (f == NULL || fgets(line, sizeof(line), f) == NULL)
		exit(1);
	fclose(f);
	rest = strrchr(line, ')');
	if (rest == NULL)
		exit(1);
	rest++;
	for (int i = 0; i <= STIME; i++) {
		word = strtok_r(NULL, " ", &rest);
		if (word == NULL)
			exit(1);
		if (i >= UTIME)
			ticks += strtoul(word, NULL, 10);
	}
	return ticks;
}

/* Ours, and that of the server's process that works for us, in us. */
static int64_t
cpu_now(void)
{
	struct db_rows *rows = NULL;
	struct timespec t;
	long long server;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	if (db_query(v.db, &rows, "SELECT pg_backend_pid()") < 0)
		exit(1);
	server = (long long)db_int(rows, 0, 0);
	db_rows_free(rows);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000 +
	    (int64_t)ticks_of(server) * 1000000 / sysconf(_SC_CLK_TCK);
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
	*n = 0;
	return tick_take(&v);
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

static int
measure(int (*run)(int64_t *n))
{
	int64_t began = clock_monotonic(), cpu = cpu_now(), n = 0;

	v.now = v.back = clock_now();
	if (run(&n) < 0)
		return 1;
	printf("%.1f %.1f %lld\n", (double)(clock_monotonic() - began) / 1000,
	    (double)(cpu_now() - cpu) / 1000, (long long)n);
	fflush(stdout);
	return 0;
}

static int
measure_each(int (*run)(int64_t *n))
{
	char line[16];

	while (fgets(line, sizeof(line), stdin) != NULL)
		if (measure(run) != 0)
			return 1;
	return 0;
}

int
main(int argc, char *argv[])
{
	static const struct {
		const char *name;
		int (*run)(int64_t *n);
	} modes[] = { { "tick", take_tick }, { "all", judge_all } };
	struct config *config = NULL;
	struct buf text = { 0 };
	int rc = 1;

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
	if (strcmp(argv[2], "looks") == 0)
		rc = measure_each(take_look);
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (strcmp(modes[i].name, argv[2]) == 0)
			rc = measure(modes[i].run);
	db_close(v.db);
	return rc;
}
