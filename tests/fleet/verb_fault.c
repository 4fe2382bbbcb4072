/* SPDX-License-Identifier: Apache-2.0 */

/* Commands on what an agent does wrong (faults.h). */

#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/wire/snmp.h"
#include "lib/wire/varbind.h"
#include "tests/fleet/command.h"
#include "tests/fleet/fleet.h"

enum { PERMILLE = 1000, OVERLONG_PARTS = 130 };

static struct faults *
faults(struct command *c)
{
	return &c->agent->faults;
}

/* A number that is kept as it is. */
static int
keep_number(struct command *c, long max, long *out)
{
	long n;
	int rc = command_number(c, 0, max, &n);

	if (rc == ERR_OK)
		*out = n;
	return rc;
}

static int
do_silent(struct command *c)
{
	return command_switch(c, &faults(c)->way.silent);
}

static int
do_duplicate(struct command *c)
{
	return command_switch(c, &faults(c)->way.duplicate);
}

static int
do_lose(struct command *c)
{
	return keep_number(c, INT32_MAX, &faults(c)->way.lose);
}

static int
do_loss(struct command *c)
{
	long permille = 0;
	int rc = keep_number(c, PERMILLE, &permille);

	if (rc == ERR_OK)
		faults(c)->way.loss_permille = (int)permille;
	return rc;
}

static int
do_delay(struct command *c)
{
	long delay, jitter = 0;

	if (command_number(c, 0, 60000, &delay) < 0)
		return ERR_PARSE;
	c->words += strspn(c->words, " \t");
	if (*c->words != '\0' && command_number(c, 0, 60000, &jitter) < 0)
		return ERR_PARSE;
	faults(c)->way.delay = delay * 1000;
	faults(c)->way.jitter = jitter * 1000;
	return ERR_OK;
}

static int
do_source(struct command *c)
{
	const char *word = command_word(c);
	struct address source = { 0 };

	if (word == NULL ||
	    (strcmp(word, "off") != 0 && address_parse(word, &source) < 0))
		return command_refuse(c, "wants an address, or off");
	faults(c)->way.source = source;
	return ERR_OK;
}

static int
do_wrong_id(struct command *c)
{
	bool on;
	int rc = command_switch(c, &on);

	if (rc == ERR_OK)
		faults(c)->message.wrong = on ? WRONG_ID : WRONG_NOTHING;
	return rc;
}

static int
do_wrong(struct command *c)
{
	const char *word = command_word(c);

	if (word == NULL ||
	    faults_wrong_parse(word, &faults(c)->message.wrong) < 0)
		return command_refuse(c, "nothing that can be wrong");
	return ERR_OK;
}

static int
do_malformed(struct command *c)
{
	const char *word = command_word(c);

	if (word == NULL ||
	    faults_malformed_parse(word, &faults(c)->message.malformed) < 0)
		return command_refuse(c, "no way to be malformed");
	return ERR_OK;
}

static int
keep_bits(struct command *c, int *out)
{
	long bits = 0;
	int rc = keep_number(c, 30, &bits);

	if (rc == ERR_OK)
		*out = (int)bits;
	return rc;
}

static int
do_id_bits(struct command *c)
{
	return keep_bits(c, &faults(c)->message.id_bits);
}

static int
do_msg_id_bits(struct command *c)
{
	return keep_bits(c, &faults(c)->message.msg_id_bits);
}

static int
do_long_form(struct command *c)
{
	return command_switch(c, &faults(c)->message.long_form);
}

static int
do_negative(struct command *c)
{
	return command_switch(c, &faults(c)->message.negative);
}

static int
do_v1_only(struct command *c)
{
	return command_switch(c, &faults(c)->message.v1_only);
}

static int
do_too_big(struct command *c)
{
	long octets = 0;
	int rc = keep_number(c, SNMP_MESSAGE_MAX, &octets);

	if (rc == ERR_OK)
		faults(c)->message_max = (size_t)octets;
	return rc;
}

static int
do_bulk_max(struct command *c)
{
	return keep_number(c, INT32_MAX, &faults(c)->walk.bulk_max);
}

static int
do_bulk_skips(struct command *c)
{
	return keep_number(c, INT32_MAX, &faults(c)->walk.bulk_skips);
}

static int
do_end_fills(struct command *c)
{
	return command_switch(c, &faults(c)->walk.end_fills);
}

static int
do_empty(struct command *c)
{
	return command_switch(c, &faults(c)->walk.empty);
}

static int
do_twice(struct command *c)
{
	return command_oid(c, &faults(c)->walk.twice);
}

/* Takes both names. */
static int
add_jump(struct command *c, struct buf *from, struct buf *to)
{
	if (faults_follow(faults(c), from, to) < 0)
		return command_refuse(c, "jumps too often already");
	return ERR_OK;
}

static int
do_follow(struct command *c)
{
	struct buf from = { 0 }, to = { 0 };

	if (command_oid(c, &from) < 0)
		return ERR_PARSE;
	if (from.len == 0) {
		faults_follow_none(faults(c));
		return ERR_OK;
	}
	if (command_oid(c, &to) < 0) {
		buf_free(&from);
		return ERR_PARSE;
	}
	return add_jump(c, &from, &to);
}

static int
do_loop(struct command *c)
{
	struct buf from = { 0 }, to = { 0 };

	if (command_oid(c, &from) < 0)
		return ERR_PARSE;
	faults_follow_none(faults(c));
	if (from.len == 0)
		return ERR_OK;
	buf_add(&to, from.data, from.len);
	return add_jump(c, &from, &to);
}

static int
do_overlong(struct command *c)
{
	struct buf from = { 0 }, to = { 0 };

	if (command_oid(c, &from) < 0)
		return ERR_PARSE;
	faults_follow_none(faults(c));
	if (from.len == 0)
		return ERR_OK;
	buf_add(&to, from.data, from.len);
	for (int i = 0; i < OVERLONG_PARTS; i++)
		oid_add_part(&to, 1);
	return add_jump(c, &from, &to);
}

static int
take_error_options(struct command *c, struct faults_error *e)
{
	const char *word;

	e->no_index = e->bulk_only = false;
	while ((word = command_word(c)) != NULL) {
		if (strcmp(word, "no-index") == 0)
			e->no_index = true;
		else if (strcmp(word, "bulk") == 0)
			e->bulk_only = true;
		else
			return command_refuse(c, "wants no-index or bulk");
	}
	return ERR_OK;
}

static int
do_gen_err(struct command *c)
{
	if (command_oid(c, &faults(c)->error.root) < 0)
		return ERR_PARSE;
	faults(c)->error.status = SNMP_GEN_ERR;
	return take_error_options(c, &faults(c)->error);
}

static int
do_error(struct command *c)
{
	long status;

	if (command_number(c, 1, 255, &status) < 0 ||
	    command_oid(c, &faults(c)->error.root) < 0)
		return ERR_PARSE;
	faults(c)->error.status = (int32_t)status;
	return take_error_options(c, &faults(c)->error);
}

const struct verb fault_verbs[] = {
	{ "silent", do_silent },
	{ "duplicate", do_duplicate },
	{ "lose", do_lose },
	{ "loss", do_loss },
	{ "delay", do_delay },
	{ "source", do_source },
	{ "wrong-id", do_wrong_id },
	{ "wrong", do_wrong },
	{ "malformed", do_malformed },
	{ "id-bits", do_id_bits },
	{ "msg-id-bits", do_msg_id_bits },
	{ "long-form", do_long_form },
	{ "negative", do_negative },
	{ "v1-only", do_v1_only },
	{ "too-big", do_too_big },
	{ "bulk-max", do_bulk_max },
	{ "bulk-skips", do_bulk_skips },
	{ "end-fills", do_end_fills },
	{ "empty", do_empty },
	{ "twice", do_twice },
	{ "follow", do_follow },
	{ "loop", do_loop },
	{ "overlong", do_overlong },
	{ "gen-err", do_gen_err },
	{ "error", do_error },
	{ NULL, NULL },
};
