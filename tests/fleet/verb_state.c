/* SPDX-License-Identifier: Apache-2.0 */

/* Commands on what an agent is and says. */

#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/wire/varbind.h"
#include "tests/fleet/command.h"
#include "tests/fleet/fleet.h"

static int
do_recording(struct command *c)
{
	const char *name = command_word(c);
	const struct rows *rows;

	if (name == NULL)
		return command_refuse(c, "wants a file");
	rows = fleet_recording(c->fleet, name);
	if (rows == NULL)
		return command_refuse(c, "cannot be read");
	c->agent->recording = rows;
	return ERR_OK;
}

static int
do_community(struct command *c)
{
	const char *word = command_word(c);

	if (word == NULL || strlen(word) >= sizeof(c->agent->community))
		return command_refuse(c, "wants a word");
	memcpy(c->agent->community, word, strlen(word) + 1);
	return ERR_OK;
}

static int
do_set(struct command *c)
{
	struct buf binding = { 0 };
	int rc = command_binding(c, &binding);

	if (rc == ERR_OK)
		rc = agent_set(c->agent, binding.data, binding.len);
	buf_free(&binding);
	return rc;
}

static int
set_raw(struct command *c, const struct buf *oid, const struct buf *value)
{
	struct buf binding = { 0 };
	size_t begun = ber_begin(&binding, BER_SEQUENCE);
	int rc;

	ber_add(&binding, BER_OID, oid->data, oid->len);
	buf_add(&binding, value->data, value->len);
	ber_end(&binding, begun);
	rc = agent_set(c->agent, binding.data, binding.len);
	buf_free(&binding);
	return rc < 0 ? command_refuse(c, "is no value") : ERR_OK;
}

static int
do_raw(struct command *c)
{
	struct buf oid = { 0 }, value = { 0 };
	int rc = command_oid(c, &oid);

	if (rc == ERR_OK)
		rc = command_hex(c, &value);
	if (rc == ERR_OK)
		rc = set_raw(c, &oid, &value);
	buf_free(&oid);
	buf_free(&value);
	return rc;
}

static int
do_unset(struct command *c)
{
	static const uint8_t nothing[] = { VALUE_NULL, 0 };
	struct buf oid = { 0 }, value = { 0 };
	int rc = command_oid(c, &oid);

	if (rc == ERR_OK && oid.len == 0)
		rc = command_refuse(c, "wants an OID");
	buf_add(&value, nothing, sizeof(nothing));
	if (rc == ERR_OK)
		rc = set_raw(c, &oid, &value);
	buf_free(&oid);
	buf_free(&value);
	return rc;
}

static int
do_grow(struct command *c)
{
	struct buf root = { 0 };
	long rate;
	int rc = command_oid(c, &root);

	if (rc == ERR_OK)
		rc = command_number(c, 0, 1L << 40, &rate);
	if (rc == ERR_OK)
		agent_grow(c->agent, &root, rate);
	buf_free(&root);
	return rc;
}

static int
do_uptime(struct command *c)
{
	long seconds;
	int rc = command_number(c, 0, 1L << 32, &seconds);

	if (rc == ERR_OK)
		agent_set_uptime(c->agent, seconds * CLOCK_SECOND, c->now);
	return rc;
}

static int
do_boots(struct command *c)
{
	long boots;
	int rc = command_number(c, 0, INT32_MAX, &boots);

	if (rc == ERR_OK)
		agent_set_boots(c->agent, (int32_t)boots);
	return rc;
}

static int
do_reboot(struct command *c)
{
	agent_reboot(c->agent, c->now);
	return ERR_OK;
}

static int
do_restart(struct command *c)
{
	agent_restart(c->agent, c->now);
	return ERR_OK;
}

const struct verb state_verbs[] = {
	{ "recording", do_recording },
	{ "community", do_community },
	{ "set", do_set },
	{ "raw", do_raw },
	{ "unset", do_unset },
	{ "grow", do_grow },
	{ "uptime", do_uptime },
	{ "boots", do_boots },
	{ "reboot", do_reboot },
	{ "restart", do_restart },
	{ NULL, NULL },
};
