/* SPDX-License-Identifier: Apache-2.0 */
#include "register/network/sweep_plan.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/model/range.h"
#include "lib/model/sweep.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "lib/store/network/discovery_store.h"
#include "lib/store/network/range_store.h"
#include "register/command.h"
#include "register/context.h"
#include "register/flag.h"
#include "register/network/block.h"
#include "register/show/table.h"

static void
tell_outside(
    const struct sweep_plan *p, const char *text, const struct prefix *block)
{
	const struct range *near =
	    range_nearest(p->ranges, p->range_count, block);
	char name[PREFIX_TEXT_MAX];

	if (near == NULL)
		complain("%s: no range is listed there; `patchwacht range add` "
			 "lists one",
		    text);
	else
		complain("%s: lies outside the listed ranges; the nearest is "
			 "%s",
		    text, prefix_format(&near->block, name));
}

static int
check_block(
    const struct sweep_plan *p, const char *text, const struct prefix *block)
{
	const struct range *r =
	    range_of_block(p->ranges, p->range_count, block);
	char name[PREFIX_TEXT_MAX];

	if (r == NULL) {
		tell_outside(p, text, block);
		return ERR_RANGE;
	}
	if (!range_is_open(r)) {
		prefix_format(&r->block, name);
		complain("%s: range %s is medical and nobody approved it; "
			 "`patchwacht range approve %s --reason TEXT`",
		    text, name, name);
		return ERR_RANGE;
	}
	return ERR_OK;
}

/* One that lies in another is visited with that. */
static bool
is_twice(const struct sweep_plan *p, const struct prefix *block)
{
	for (size_t i = 0; i < p->count; i++) {
		if (prefix_within(block, &p->blocks[i]) ||
		    prefix_within(&p->blocks[i], block))
			return true;
	}
	return false;
}

static int
take_blocks(struct sweep_plan *p, const struct words *words)
{
	int rc = ERR_OK;

	p->blocks = mem_new(words->n + 1, sizeof(*p->blocks));
	for (size_t i = 0; rc == ERR_OK && i < words->n; i++) {
		struct prefix block;

		rc = block_parse(words->word[i], &block);
		if (rc == ERR_OK)
			rc = check_block(p, words->word[i], &block);
		if (rc == ERR_OK && is_twice(p, &block)) {
			complain("%s: is in another block that is given",
			    words->word[i]);
			rc = ERR_PARSE;
		}
		if (rc == ERR_OK)
			p->blocks[p->count++] = block;
	}
	return rc;
}

static int
check_size(struct sweep_plan *p, const struct words *words)
{
	struct sweep s;
	size_t at;

	if (sweep_start(&s, p->blocks, p->count, 0, &at) == ERR_OK) {
		p->addresses = s.total;
		return ERR_OK;
	}
	if (at == SWEEP_BLOCKS_MAX)
		complain("at most %d blocks at once", SWEEP_BLOCKS_MAX);
	else if (p->blocks[at].address.family == 6 &&
	    p->blocks[at].bits < SWEEP_V6_BITS_MIN)
		complain("%s: an IPv6 network is too large to visit each "
			 "address; at most a /%d, or name the addresses",
		    words->word[at], SWEEP_V6_BITS_MIN);
	else
		complain("%s: with it, more than %d addresses at once; look "
			 "at smaller blocks one after the other",
		    words->word[at], SWEEP_ADDRESSES_MAX);
	return ERR_PARSE;
}

/* What the range offers, the strongest first; returns how many. */
static size_t
offers_of(const struct range *r, const struct db_rows *kinds,
    struct offer list[OFFERS_MAX])
{
	size_t n = 0;

	for (size_t i = 0; i < r->credentials; i++) {
		for (size_t k = 0; k < db_count(kinds); k++) {
			const char *kind = db_text(kinds, k, 2);
			struct offer o = { OFFER_V2C, r->credential[i] };

			if (db_int(kinds, k, 0) != r->credential[i])
				continue;
			if (strcmp(kind, "v3") == 0)
				o.kind = offer_of_level(
				    db_bool(kinds, k, 3), db_bool(kinds, k, 4));
			else if (strcmp(kind, "v1") == 0)
				o.kind = OFFER_V1;
			list[n++] = o;
		}
	}
	offer_sort(list, n);
	return n;
}

static unsigned
datagrams_of(const struct range *r, const struct db_rows *kinds)
{
	struct offer list[OFFERS_MAX];
	size_t n = offers_of(r, kinds, list);

	return offer_datagrams(list, n);
}

static void
keep_pace(struct sweep_plan *p, const struct range *r)
{
	if (p->rate == 0 || r->rate < p->rate)
		p->rate = r->rate;
}

/* The slowest range sets the pace of all. */
static void
reckon(struct sweep_plan *p, const struct db_rows *kinds)
{
	for (size_t i = 0; i < p->count; i++) {
		const struct prefix *block = &p->blocks[i];

		keep_pace(p, range_of_block(p->ranges, p->range_count, block));
		p->shut += range_shut(p->ranges, p->range_count, block);
		for (size_t k = 0; k < p->range_count; k++) {
			const struct range *r = &p->ranges[k];
			uint64_t share =
			    range_share(p->ranges, p->range_count, r, block);

			if (share == 0 || !range_is_open(r))
				continue;
			keep_pace(p, r);
			p->datagrams += share * datagrams_of(r, kinds);
		}
	}
}

int
sweep_plan_make(struct context *c, const char *realm,
    const struct words *blocks, int rate, struct sweep_plan *out)
{
	struct db_rows *kinds = NULL;
	int rc;

	*out = (struct sweep_plan){ .rate = rate };
	rc = block_realm(c, realm, &out->realm_id);
	if (rc == ERR_OK)
		rc = range_load(c->db, c->tenant, out->realm_id, &out->ranges,
		    &out->range_count);
	if (rc == ERR_OK)
		rc = take_blocks(out, blocks);
	if (rc == ERR_OK)
		rc = check_size(out, blocks);
	if (rc == ERR_OK)
		rc = credential_kinds(c->db, c->tenant, &kinds);
	if (rc == ERR_OK)
		reckon(out, kinds);
	db_rows_free(kinds);
	return rc;
}

void
sweep_plan_free(struct sweep_plan *p)
{
	free(p->blocks);
	free(p->ranges);
	*p = (struct sweep_plan){ 0 };
}

static int64_t
sweep_plan_seconds(const struct sweep_plan *p)
{
	return (int64_t)(p->datagrams / (uint64_t)p->rate) + 1;
}

static const char *
label_of(const struct db_rows *kinds, int credential)
{
	for (size_t k = 0; k < db_count(kinds); k++) {
		if (db_int(kinds, k, 0) == credential)
			return db_text(kinds, k, 1);
	}
	return "";
}

/* Labels in the order in which they would be offered. */
static void
print_offers(
    const struct range *r, const struct db_rows *kinds, struct buf *out)
{
	struct offer list[OFFERS_MAX];
	size_t n = offers_of(r, kinds, list);

	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s%s (%s)", i > 0 ? ", " : "",
		    label_of(kinds, list[i].credential_id),
		    offer_name(list[i].kind));
}

static const struct column columns[] = {
	{ "range", "RANGE", COLUMN_TEXT, 0 },
	{ "addresses", "ADDRESSES", COLUMN_INT, 0 },
	{ "offers", "IS OFFERED", COLUMN_TEXT, 0 },
	{ "medical", "MEDICAL", COLUMN_BOOL, 0 },
	{ "visited", "VISITED", COLUMN_BOOL, 0 },
	{ 0 },
};

static void
add_ranges(const struct sweep_plan *p, const struct prefix *block,
    const struct db_rows *kinds, struct table *t)
{
	char text[PREFIX_TEXT_MAX];

	for (size_t i = 0; i < p->range_count; i++) {
		const struct range *r = &p->ranges[i];
		uint64_t share =
		    range_share(p->ranges, p->range_count, r, block);
		struct buf offers = { 0 };

		if (share == 0)
			continue;
		print_offers(r, kinds, &offers);
		table_add_text(t, prefix_format(&r->block, text));
		table_add_int(t, (int64_t)share);
		table_add_text(t, buf_str(&offers));
		table_add_bool(t, r->medical);
		table_add_bool(t, range_is_open(r));
		buf_free(&offers);
	}
}

static const struct column plan_columns[] = {
	{ "addresses", "addresses", COLUMN_INT, 0 },
	{ "left_out", "left out", COLUMN_INT, 0 },
	{ "datagrams", "datagrams", COLUMN_INT, 0 },
	{ "rate", "rate", COLUMN_INT, 0 },
	{ "seconds", "seconds", COLUMN_INT, 0 },
	{ 0 },
};

static void
print_for_programs(const struct sweep_plan *p, struct table *ranges)
{
	struct table *t[2] = { table_new("plan", plan_columns), ranges };

	table_make_record(t[0]);
	table_add_int(t[0], (int64_t)(p->addresses - p->shut));
	table_add_int(t[0], (int64_t)p->shut);
	table_add_int(t[0], (int64_t)p->datagrams);
	table_add_int(t[0], p->rate);
	table_add_int(t[0], sweep_plan_seconds(p));
	tables_print(t, 2, stdout, command_form());
	table_free(t[0]);
}

static void
print_for_people(const struct sweep_plan *p, const struct table *ranges)
{
	int64_t s = sweep_plan_seconds(p);

	table_print(ranges, stdout, FORM_TABLE);
	say("%" PRIu64 " addresses, at most %" PRIu64
	    " datagrams while nobody answers: about %" PRId64 " h %02" PRId64
	    " min %02" PRId64 " s at %d a second.",
	    p->addresses - p->shut, p->datagrams, s / 3600, s / 60 % 60, s % 60,
	    p->rate);
	if (p->shut > 0)
		say("Left out: %" PRIu64
		    " addresses of medical ranges that nobody approved.",
		    p->shut);
	say("Nothing was sent.");
}

int
sweep_plan_show(struct context *c, const struct sweep_plan *p)
{
	struct table *t = table_new("ranges", columns);
	struct db_rows *kinds = NULL;
	int rc = credential_kinds(c->db, c->tenant, &kinds);

	for (size_t i = 0; rc == ERR_OK && i < p->count; i++)
		add_ranges(p, &p->blocks[i], kinds, t);
	if (rc == ERR_OK && command_form() != FORM_TABLE)
		print_for_programs(p, t);
	else if (rc == ERR_OK)
		print_for_people(p, t);
	db_rows_free(kinds);
	table_free(t);
	return rc;
}
