/* SPDX-License-Identifier: Apache-2.0 */

/* Commands on the SNMPv3 side of an agent. */

#include <string.h>

#include "lib/base/err.h"
#include "tests/fleet/command.h"
#include "tests/fleet/fleet.h"
#include "tests/fleet/secure.h"

static struct secure *
secure_of(struct command *c)
{
	if (c->agent->secure == NULL)
		c->agent->secure = secure_new(&c->agent->address);
	return c->agent->secure;
}

/* Words in pairs: a protocol and a password. */
static int
take_protection(struct command *c, enum usm_auth *auth, const char **auth_word,
    enum usm_priv *priv, const char **priv_word)
{
	const char *word = command_word(c);

	*auth = USM_AUTH_NONE;
	*priv = USM_PRIV_NONE;
	*auth_word = *priv_word = "";
	if (word == NULL)
		return ERR_OK;
	if (usm_auth_parse(word, auth) < 0 ||
	    (*auth_word = command_word(c)) == NULL)
		return command_refuse(c, "wants AUTH PASSWORD");
	word = command_word(c);
	if (word == NULL)
		return ERR_OK;
	if (usm_priv_parse(word, priv) < 0 ||
	    (*priv_word = command_word(c)) == NULL)
		return command_refuse(c, "wants PRIV PASSWORD");
	return ERR_OK;
}

static int
do_user(struct command *c)
{
	const char *name = command_word(c), *auth_word, *priv_word;
	const struct usm_user *u;
	enum usm_auth auth;
	enum usm_priv priv;

	if (name == NULL)
		return command_refuse(c, "wants a name");
	if (take_protection(c, &auth, &auth_word, &priv, &priv_word) < 0)
		return ERR_PARSE;
	u = fleet_user(c->fleet, name, auth, auth_word, priv, priv_word);
	if (u == NULL)
		return command_refuse(c, "not a user that can be made");
	secure_add_user(secure_of(c), u);
	return ERR_OK;
}

static int
do_no_user(struct command *c)
{
	const char *name = command_word(c);

	if (name == NULL)
		return command_refuse(c, "wants a name");
	secure_drop_user(secure_of(c), name);
	return ERR_OK;
}

static int
do_context(struct command *c)
{
	const char *name = command_word(c), *file = command_word(c);
	const struct rows *rows = NULL;

	if (name == NULL)
		return command_refuse(c, "wants a name");
	if (file != NULL) {
		rows = fleet_recording(c->fleet, file);
		if (rows == NULL)
			return command_refuse(c, "cannot be read");
	}
	secure_add_context(secure_of(c), name, rows);
	return ERR_OK;
}

static int
do_engine_id(struct command *c)
{
	struct buf id = { 0 };
	int rc = command_hex(c, &id);

	if (rc == ERR_OK && id.len != 0 &&
	    (id.len < SNMP3_ENGINE_MIN || id.len > SNMP3_ENGINE_MAX))
		rc = command_refuse(c, "wants 5 to 32 octets");
	if (rc == ERR_OK)
		secure_set_engine(secure_of(c), id.data, id.len);
	buf_free(&id);
	return rc;
}

static int
take_report(struct command *c, enum usm_report *out)
{
	const char *word = command_word(c);

	*out = USM_REPORT_NONE;
	if (word != NULL && strcmp(word, "off") == 0)
		return ERR_OK;
	for (int i = USM_REPORT_NONE + 1; word != NULL && i < USM_REPORT_OTHER;
	     i++) {
		if (strcmp(word, usm_report_name((enum usm_report)i)) == 0) {
			*out = (enum usm_report)i;
			return ERR_OK;
		}
	}
	return command_refuse(c, "no such report");
}

static int
do_report(struct command *c)
{
	return take_report(c, &c->agent->faults.message.always);
}

static int
do_forge(struct command *c)
{
	return take_report(c, &c->agent->faults.way.forged);
}

static int
do_reports(struct command *c)
{
	bool on;
	int rc = command_switch(c, &on);

	if (rc == ERR_OK)
		c->agent->faults.message.no_reports = !on;
	return rc;
}

const struct verb secure_verbs[] = {
	{ "user", do_user },
	{ "no-user", do_no_user },
	{ "context", do_context },
	{ "engine-id", do_engine_id },
	{ "report", do_report },
	{ "forge", do_forge },
	{ "reports", do_reports },
	{ NULL, NULL },
};
