/* SPDX-License-Identifier: Apache-2.0 */

/* Commands that make an agent send a notification. */

#include <string.h>

#include "lib/base/err.h"
#include "tests/fleet/command.h"
#include "tests/fleet/fleet.h"
#include "tests/fleet/notice.h"
#include "tests/fleet/secure.h"

static int
take_receiver(struct command *c, struct notice_order *o)
{
	const char *word = command_word(c);

	if (word == NULL || address_parse(word, &o->to) < 0 ||
	    o->to.port == 0 || o->to.family != c->agent->address.family)
		return command_refuse(c, "wants ADDRESS:PORT of the same kind");
	return ERR_OK;
}

static int
take_version(struct command *c, struct notice_order *o)
{
	const char *version = command_word(c), *who = command_word(c);

	if (version == NULL || who == NULL)
		return command_refuse(c, "wants a version, and who");
	o->community = who;
	if (strcmp(version, "v1") == 0 && !o->inform &&
	    c->agent->address.family == 4)
		o->version = SNMP_V1;
	else if (strcmp(version, "v2c") == 0)
		o->version = SNMP_V2C;
	else if (strcmp(version, "v3") == 0)
		o->version = SNMP_V3;
	else
		return command_refuse(c, "wants v1 (a trap), v2c or v3");
	if (o->version != SNMP_V3)
		return ERR_OK;
	if (c->agent->secure != NULL)
		o->user = secure_find_user(c->agent->secure, who);
	return o->user != NULL ? ERR_OK : command_refuse(c, "has no such user");
}

/* Bindings behind the name, each after a semicolon with blanks around it. */
static int
take_bindings(struct command *c, struct buf *out)
{
	char *rest = c->words, *end;
	int rc = ERR_OK;

	while (rc == ERR_OK && rest != NULL) {
		rest += strspn(rest, " \t;");
		if (*rest == '\0')
			break;
		end = strstr(rest, " ; ");
		if (end != NULL)
			*end = '\0';
		c->words = rest;
		rc = command_binding(c, out);
		rest = end == NULL ? NULL : end + 1;
	}
	return rc;
}

static int
notify(struct command *c, bool inform)
{
	struct notice_order o = { .inform = inform };
	struct buf name = { 0 }, list = { 0 };
	int rc = take_receiver(c, &o);

	if (rc == ERR_OK)
		rc = take_version(c, &o);
	if (rc == ERR_OK)
		rc = command_oid(c, &name);
	if (rc == ERR_OK && name.len < 2)
		rc = command_refuse(c, "wants the name of a notification");
	if (rc == ERR_OK)
		rc = take_bindings(c, &list);
	if (rc == ERR_OK) {
		o.name = (struct oid){ name.data, name.len };
		o.varbinds = (struct ber){ list.data, list.len };
		notices_add(fleet_notices(c->fleet), c->agent, &o, c->now);
	}
	buf_free(&name);
	buf_free(&list);
	return rc;
}

static int
do_trap(struct command *c)
{
	return notify(c, false);
}

static int
do_inform(struct command *c)
{
	return notify(c, true);
}

const struct verb notice_verbs[] = {
	{ "trap", do_trap },
	{ "inform", do_inform },
	{ NULL, NULL },
};
