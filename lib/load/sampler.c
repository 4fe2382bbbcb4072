/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/load/sampler.h"

#include <endian.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/profile/sample_sum.h"
#include "lib/profile/vitals.h"
#include "lib/store/loader_batch.h"
#include "lib/store/pgcopy.h"
#include "lib/wire/snapshot.h"

enum { COLUMNS_SAMPLE = 13, COLUMNS_COMPONENT = 12 };

/* Those of interface_sample behind if_index, in their order. */
static const struct {
	enum metric_field field;
	int width;
} interface_columns[] = {
	{ METRIC_SPEED, 4 },
	{ METRIC_TYPE, 2 },
	{ METRIC_ADMIN, 2 },
	{ METRIC_OPER, 2 },
	{ METRIC_DUPLEX, 2 },
	{ METRIC_IN_OCTETS, 8 },
	{ METRIC_OUT_OCTETS, 8 },
	{ METRIC_IN_PACKETS, 8 },
	{ METRIC_OUT_PACKETS, 8 },
	{ METRIC_IN_ERRORS, 8 },
	{ METRIC_OUT_ERRORS, 8 },
	{ METRIC_IN_DISCARDS, 8 },
	{ METRIC_OUT_DISCARDS, 8 },
	{ METRIC_LAST_CHANGE, 8 },
	{ METRIC_DISCONTINUITY, 8 },
};
enum {
	INTERFACE_FIELDS =
	    sizeof(interface_columns) / sizeof(interface_columns[0]),
	COLUMNS_INTERFACE = 4 + INTERFACE_FIELDS,
	LENGTH = 4, /* before each column */
	FIELDS_MAX = (1 + INTERFACE_FIELDS) * (LENGTH + 8),
};

static void
add_key(struct buf *out, const struct observation *obs)
{
	pgcopy_time(out, obs->at);
	pgcopy_int4(out, obs->tenant_id);
	pgcopy_int4(out, obs->reading.device_id);
}

/*
 * Interfaces
 */

/* Forty-eight rows of nineteen columns a switch: past buf, one by one. */
static uint8_t *
put_int(uint8_t *p, int width, int64_t v)
{
	const uint32_t len = htobe32((uint32_t)width);
	const uint64_t be = htobe64((uint64_t)v << 8 * (8 - width));

	memcpy(p, &len, sizeof(len));
	memcpy(p + LENGTH, &be, sizeof(be));
	return p + LENGTH + width;
}

static uint8_t *
put_null(uint8_t *p)
{
	memset(p, 0xff, LENGTH);
	return p + LENGTH;
}

static bool
fits(int64_t v, int width)
{
	return width == 8 || (v >= INT16_MIN && v <= INT16_MAX) ||
	    (width == 4 && v >= INT32_MIN && v <= INT32_MAX);
}

/* An ifIndex: one number, from 1 on. */
static bool
read_index(struct oid index, int64_t *out)
{
	int64_t n = 0;

	for (size_t i = 0; i < index.len; i++) {
		n = n << 7 | (index.data[i] & 0x7f);
		if ((index.data[i] & 0x80) == 0 && i + 1 < index.len)
			return false;
	}
	*out = n;
	return n >= 1 && n <= INT32_MAX;
}

static uint8_t *
put_fields(uint8_t *p, struct sampler *s, const struct metric_row *row)
{
	for (int i = 0; i < INTERFACE_FIELDS; i++) {
		enum metric_field field = interface_columns[i].field;
		int width = interface_columns[i].width;

		if (!metric_row_has(row, field)) {
			p = put_null(p);
		} else if (!fits(row->number[field], width)) {
			p = put_null(p);
			s->samples.skipped++;
		} else {
			p = put_int(p, width, row->number[field]);
		}
	}
	return p;
}

static void
add_interface(struct sampler *s, const struct sample_row *row,
    const struct observation *obs, struct loader_batch *b)
{
	struct buf *out;
	uint8_t *start, *end;
	int64_t index;

	if (!read_index(row->index, &index)) {
		s->samples.skipped++;
		return;
	}
	out = loader_batch_row(
	    b, LOADER_INTERFACE_SAMPLE, COLUMNS_INTERFACE, obs->at);
	add_key(out, obs);
	/* A number of two octets is written as eight, six of which stand in
	 * the place of what comes next. */
	start = buf_extend(out, FIELDS_MAX + 8);
	end = put_fields(put_int(start, 4, index), s, &row->said);
	out->len -= (size_t)(start + FIELDS_MAX + 8 - end);
}

/*
 * Components
 */

static void
add_index(struct buf *out, struct oid index)
{
	struct buf text = { 0 };
	uint32_t n = 0;

	for (size_t i = 0; i < index.len; i++) {
		n = n << 7 | (index.data[i] & 0x7f);
		if ((index.data[i] & 0x80) != 0)
			continue;
		buf_printf(&text, "%s%u", text.len > 0 ? "." : "", n);
		n = 0;
	}
	pgcopy_text(out, index.len > 0 ? buf_str(&text) : "0");
	buf_free(&text);
}

static void
add_int8_if(struct buf *out, bool has, int64_t v)
{
	if (has)
		pgcopy_int8(out, v);
	else
		pgcopy_null(out);
}

static void
add_state(struct buf *out, struct sampler *s, const struct metric_result *r)
{
	if (r->has_state && fits(r->state, 4)) {
		pgcopy_int4(out, (int32_t)r->state);
		return;
	}
	s->samples.skipped += r->has_state;
	pgcopy_null(out);
}

static void
add_component(struct sampler *s, const struct sample_row *row,
    const struct metric_result *r, const struct observation *obs,
    struct loader_batch *b)
{
	struct buf *out = loader_batch_row(
	    b, LOADER_COMPONENT_SAMPLE, COLUMNS_COMPONENT, obs->at);

	add_key(out, obs);
	add_state(out, s, r);
	if (r->has_value)
		pgcopy_double(out, r->value);
	else
		pgcopy_null(out);
	add_int8_if(out, r->has_size, r->size);
	add_int8_if(out, r->has_used, r->used);
	if (r->has_state && !r->absent)
		pgcopy_bool(out, r->good);
	else
		pgcopy_null(out);
	pgcopy_text(out, metric_kind_name(r->kind));
	pgcopy_text(out, row->said.group->name);
	add_index(out, row->index);
	pgcopy_text(out, r->unit);
}

/*
 * The device
 */

static void
add_real_if(struct buf *out, bool has, double v)
{
	if (has)
		pgcopy_real(out, (float)v);
	else
		pgcopy_null(out);
}

static void
add_count(struct buf *out, bool has, unsigned v)
{
	if (has)
		pgcopy_int2(out, (int16_t)(v < INT16_MAX ? v : INT16_MAX));
	else
		pgcopy_null(out);
}

/* For how long the system is up, in seconds; below 0 when it does not tell. */
static int64_t
uptime_of(const void *contact, size_t len, int64_t at)
{
	struct snapshot *snapshot;
	struct vitals vitals;
	int64_t boot;

	if (snapshot_from_list(contact, len, &snapshot) < 0)
		return -1;
	vitals_read(snapshot, at, &vitals);
	snapshot_free(snapshot);
	boot = uptime_boot_at(&vitals.uptime);
	vitals_free(&vitals);
	return boot == CLOCK_NONE || boot > at ? -1
					       : (at - boot) / CLOCK_SECOND;
}

static void
add_device(struct sampler *s, const struct sample_sum *sum, int64_t uptime_s,
    const struct observation *obs, struct loader_batch *b)
{
	struct buf *out =
	    loader_batch_row(b, LOADER_SAMPLE, COLUMNS_SAMPLE, obs->at);
	double cpu = 0, memory = 0;
	bool has_cpu = sample_sum_cpu(sum, &cpu);
	bool has_memory = sample_sum_memory(sum, &memory);

	add_key(out, obs);
	add_int8_if(out, sum->has_errors, sum->errors);
	add_int8_if(out, sum->has_discards, sum->discards);
	if (obs->reading.rtt_us == 0)
		pgcopy_null(out);
	else
		pgcopy_int4(out, (int32_t)obs->reading.rtt_us);
	if (uptime_s < 0 || uptime_s > INT32_MAX)
		pgcopy_null(out);
	else
		pgcopy_int4(out, (int32_t)uptime_s);
	add_real_if(out, has_cpu, cpu);
	add_real_if(out, has_memory, memory);
	add_real_if(out, sum->has_temperature, sum->temperature);
	add_count(out, sum->n_ports > 0, sum->ports);
	add_count(out, sum->n_ports > 0, sum->ports_up);
	pgcopy_int4(out, (int32_t)s->samples.skipped);
}

/*
 * Polls
 */

static void
add_rows(struct sampler *s, const struct observation *obs,
    struct loader_batch *b, struct sample_sum *sum)
{
	for (size_t i = 0; i < s->samples.n; i++) {
		const struct sample_row *row = &s->samples.row[i];
		struct metric_result r;

		if (row->said.group->kind == METRIC_INTERFACE) {
			sample_sum_interface(sum, &row->said);
			add_interface(s, row, obs, b);
		} else if (metric_row_settle(&row->said, row->index, &r)) {
			sample_sum_component(sum, &r);
			add_component(s, row, &r, obs, b);
		}
	}
}

static size_t
add_poll(struct sampler *s, const struct metric_set *metrics,
    const struct observation *obs, const void *list, size_t len,
    struct loader_batch *b)
{
	struct sample_sum sum = { 0 };

	samples_read(&s->samples, metrics, list, len);
	add_rows(s, obs, b, &sum);
	add_device(
	    s, &sum, uptime_of(list, s->samples.before, obs->at), obs, b);
	return s->samples.before;
}

static void
release(
    struct sampler *s, const struct metric_set *metrics, struct loader_batch *b)
{
	if (!s->is_holding)
		return;
	s->is_holding = false;
	(void)add_poll(s, metrics, &s->held, s->list.data, s->list.len, b);
}

static bool
is_same_poll(const struct sampler *s, const struct observation *obs)
{
	return s->is_holding && s->held.tenant_id == obs->tenant_id &&
	    s->held.reading.device_id == obs->reading.device_id &&
	    s->held.reading.poll_id == obs->reading.poll_id;
}

/* A part is cut where the next binding would pass the limit. */
static bool
may_be_cut(const struct reading *r)
{
	return r->varbinds_len > OBSERVATION_BODY_MAX / 2;
}

void
sampler_begin(struct sampler *s)
{
	s->is_holding = false;
}

size_t
sampler_take(struct sampler *s, const struct metric_set *metrics,
    const struct observation *obs, struct loader_batch *b)
{
	const struct reading *r = &obs->reading;

	if (is_same_poll(s, obs)) {
		buf_add(&s->list, r->varbinds, r->varbinds_len);
		return 0;
	}
	release(s, metrics, b);
	if (r->outcome != READING_ANSWERED && r->outcome != READING_PARTIAL)
		return r->varbinds_len;
	if (!may_be_cut(r))
		return add_poll(
		    s, metrics, obs, r->varbinds, r->varbinds_len, b);
	s->held = *obs;
	s->is_holding = true;
	buf_clear(&s->list);
	buf_add(&s->list, r->varbinds, r->varbinds_len);
	return samples_before(metrics, r->varbinds, r->varbinds_len);
}

void
sampler_end(
    struct sampler *s, const struct metric_set *metrics, struct loader_batch *b)
{
	release(s, metrics, b);
}

void
sampler_free(struct sampler *s)
{
	samples_free(&s->samples);
	buf_free(&s->list);
}
