/* SPDX-License-Identifier: Apache-2.0 */
#include "register/device/port_rates.h"

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/model/counter.h"
#include "lib/store/db.h"
#include "lib/store/device/sample_store.h"

const struct column rate_columns[] = {
	{ "at", "AT", COLUMN_TIME, 0 },
	{ "if_index", "INTERFACE", COLUMN_INT, 0 },
	{ "seconds", "SECONDS", COLUMN_INT, 0 },
	{ "in_mbps", "MBIT/S IN", COLUMN_JSON, 0 },
	{ "out_mbps", "OUT", COLUMN_JSON, 0 },
	{ "in_errors", "ERRORS IN", COLUMN_JSON, 0 },
	{ "out_errors", "OUT", COLUMN_JSON, 0 },
	{ "in_discards", "DISCARDS IN", COLUMN_JSON, 0 },
	{ "out_discards", "OUT", COLUMN_JSON, 0 },
	{ 0 },
};

static int64_t
number_at(const struct db_rows *rows, size_t row, int column)
{
	return db_is_null(rows, row, column) ? -1 : db_int(rows, row, column);
}

static struct uptime
uptime_at(const struct db_rows *rows, size_t row, int at, int uptime)
{
	int64_t s = number_at(rows, row, uptime);

	return (struct uptime){ .at = db_time(rows, row, at),
		.agent_cs = -1,
		.host_cs = s < 0 ? -1 : s * 100 % ((int64_t)1 << 32),
		.engine_boots = -1,
		.engine_time_s = -1 };
}

static struct counter_span
span_at(const struct db_rows *rows, size_t row)
{
	const struct uptime now = uptime_at(rows, row, PAIR_AT, PAIR_UPTIME);
	const struct uptime before =
	    uptime_at(rows, row, PAIR_BEFORE, PAIR_UPTIME_BEFORE);

	return (struct counter_span){ .system = uptime_compare(&before, &now),
		.began_anew = number_at(rows, row, PAIR_BEGAN) !=
		    number_at(rows, row, PAIR_BEGAN_BEFORE),
		.elapsed = now.at - before.at };
}

static bool
delta_at(const struct db_rows *rows, size_t row, int column,
    const struct counter_span *span, double most, uint64_t *out)
{
	if (db_is_null(rows, row, column) || db_is_null(rows, row, column + 1))
		return false;
	return counter_delta(span, (uint64_t)db_int(rows, row, column + 1),
	    (uint64_t)db_int(rows, row, column), most, out);
}

static void
add_octets(struct table *t, const struct db_rows *rows, size_t row, int column,
    const struct counter_span *span)
{
	double most = counter_most_octets(number_at(rows, row, PAIR_SPEED));
	struct buf text = { 0 };
	uint64_t octets;

	if (delta_at(rows, row, column, span, most, &octets)) {
		buf_printf(&text, "%.3f",
		    (double)octets * 8 / 1e6 * (double)CLOCK_SECOND /
			(double)span->elapsed);
		table_add_text(t, buf_str(&text));
	} else {
		table_add_text(t, NULL);
	}
	buf_free(&text);
}

static void
add_frames(struct table *t, const struct db_rows *rows, size_t row, int column,
    const struct counter_span *span)
{
	double most = counter_most_frames(number_at(rows, row, PAIR_SPEED));
	struct buf text = { 0 };
	uint64_t frames;

	if (delta_at(rows, row, column, span, most, &frames)) {
		buf_printf(&text, "%llu", (unsigned long long)frames);
		table_add_text(t, buf_str(&text));
	} else {
		table_add_text(t, NULL);
	}
	buf_free(&text);
}

void
port_rates_add(struct table *t, const struct db_rows *pairs)
{
	for (size_t i = 0; i < db_count(pairs); i++) {
		struct counter_span span = span_at(pairs, i);

		table_add_time(t, db_time(pairs, i, PAIR_AT));
		table_add_int(t, db_int(pairs, i, PAIR_INTERFACE));
		table_add_int(
		    t, (span.elapsed + CLOCK_SECOND / 2) / CLOCK_SECOND);
		add_octets(t, pairs, i, PAIR_IN_OCTETS, &span);
		add_octets(t, pairs, i, PAIR_OUT_OCTETS, &span);
		add_frames(t, pairs, i, PAIR_IN_ERRORS, &span);
		add_frames(t, pairs, i, PAIR_OUT_ERRORS, &span);
		add_frames(t, pairs, i, PAIR_IN_DISCARDS, &span);
		add_frames(t, pairs, i, PAIR_OUT_DISCARDS, &span);
	}
}
