/* SPDX-License-Identifier: Apache-2.0 */
#include "register/patch/stability_plot.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/patch/comparison_store.h"
#include "register/context.h"

/* Columns of comparison_days. */
enum { AFTER, OWN, OTHERS, OTHERS_N, DAY };

/* What a sign of the drawing stands for. */
static const struct {
	const char *measure, *words;
} units[] = {
	{ "hours_critical", "hours with a critical message" },
	{ "hours_error", "hours with an error" },
	{ "hours_warning", "hours with a warning" },
	{ "unreachable", "polls without an answer" },
	{ "uplink_flaps", "times that an uplink went up or down" },
	{ "uplink_errors", "errors on uplinks" },
	{ "ups_output", "hours in which its output was not normal" },
	{ "volume_full", "the fullest volume, per cent in use" },
	{ "rtt", "round trip, ms" },
	{ "rtt_high", "slow round trips (95th percentile), ms" },
	{ "cpu", "processor, per cent" },
	{ "memory", "memory, per cent" },
	{ "temperature", "temperature, degrees Celsius" },
	{ "clients", "clients" },
	{ "access_points", "access points" },
	{ "poe", "power over Ethernet, per cent of what it may deliver" },
	{ "battery_charge", "charge of the emptiest battery, per cent" },
	{ "battery_runtime", "minutes that the battery would last" },
};

static const char *
words_of(const char *measure)
{
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(units[i].measure, measure) == 0)
			return units[i].words;
	return measure;
}

static double
highest(const struct db_rows *rows)
{
	double most = 0;

	for (size_t i = 0; i < db_count(rows); i++)
		for (int c = OWN; c <= OTHERS; c++)
			if (!db_is_null(rows, i, c) &&
			    db_real(rows, i, c) > most)
				most = db_real(rows, i, c);
	return most > 0 ? most : 1;
}

/* Below zero, as of temperatures, is the lowest. */
static const char *
sign_of(double value, double most)
{
	static const char *const signs[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇",
		"█" };

	if (!(value > 0))
		return signs[0];
	return value >= most ? signs[7] : signs[(int)(value / most * 7.99)];
}

/* One sign for each day; a bar where the patch came. */
static void
draw_line(const struct db_rows *rows, int column, double most, const char *name)
{
	bool after = false;

	printf("  %-11s", name);
	for (size_t i = 0; i < db_count(rows); i++) {
		if (db_bool(rows, i, AFTER) && !after)
			fputs("|", stdout);
		after = db_bool(rows, i, AFTER);
		if (db_is_null(rows, i, column))
			fputs(" ", stdout);
		else
			fputs(sign_of(db_real(rows, i, column), most), stdout);
	}
	fputs("\n", stdout);
}

/* The first day below the first sign, and that of the patch below the bar. */
static void
draw_days(const struct db_rows *rows)
{
	size_t before = 0;

	while (before < db_count(rows) && !db_bool(rows, before, AFTER))
		before++;
	if (before == db_count(rows))
		return;
	printf("  %-11s%-*s%s\n", "", (int)before, db_text(rows, 0, DAY),
	    db_text(rows, before, DAY));
}

static int64_t
count_others(const struct db_rows *rows)
{
	int64_t most = 0;

	for (size_t i = 0; i < db_count(rows); i++)
		if (!db_is_null(rows, i, OTHERS_N) &&
		    db_int(rows, i, OTHERS_N) > most)
			most = db_int(rows, i, OTHERS_N);
	return most;
}

static int
draw_said(struct context *c, int patch, int device, const char *measure)
{
	struct db_rows *rows = NULL;
	int rc;

	if (strncmp(measure, "hours_", 6) != 0)
		return ERR_OK;
	rc = comparison_said(c->db, c->tenant, patch, device, measure, &rows);
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		printf("  %s %s: in %lld hours after, %lld before\n",
		    i == 0 ? "mostly" : "then  ",
		    *db_text(rows, i, 0) != '\0' ? db_text(rows, i, 0)
						 : "(without a name)",
		    (long long)db_int(rows, i, 1),
		    (long long)db_int(rows, i, 2));
	db_rows_free(rows);
	return rc;
}

int
stability_plot(struct context *c, int patch, int device, const char *measure,
    const char *title)
{
	struct db_rows *rows = NULL;
	int rc =
	    comparison_days(c->db, c->tenant, patch, device, measure, &rows);
	double most;
	char others[32];

	if (rc == ERR_OK && db_count(rows) > 0) {
		most = highest(rows);
		snprintf(others, sizeof(others), "%lld like it",
		    (long long)count_others(rows));
		printf("\n%s: %s, day by day (█ is %.3g), before | after\n",
		    title, words_of(measure), most);
		draw_line(rows, OWN, most, "device");
		draw_line(rows, OTHERS, most, others);
		draw_days(rows);
		rc = draw_said(c, patch, device, measure);
	}
	db_rows_free(rows);
	return rc;
}
