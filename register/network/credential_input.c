/* SPDX-License-Identifier: Apache-2.0 */
#include "register/network/credential_input.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/box.h"
#include "lib/base/buf.h"
#include "lib/base/choice.h"
#include "lib/base/err.h"
#include "lib/store/network/credential.h"
#include "lib/wire/usm.h"
#include "register/command.h"
#include "register/setup/ask.h"
#include "register/setup/check.h"

static bool
is_v3(const struct credential *c)
{
	return strcmp(c->kind, "v3") == 0;
}

/* An option that the kind has no use for is a mistake. */
static int
check_options(const struct credential_input *in, bool v3)
{
	const struct {
		const char *name, *value;
		bool v3;
	} options[] = {
		{ "community-file", in->community_file, false },
		{ "user", in->user, true },
		{ "auth", in->auth, true },
		{ "priv", in->priv, true },
		{ "context", in->context, true },
		{ "auth-password-file", in->auth_file, true },
		{ "priv-password-file", in->priv_file, true },
	};

	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		if (options[i].value == NULL || options[i].v3 == v3)
			continue;
		complain("--%s: is for %s", options[i].name,
		    options[i].v3 ? "--kind v3" : "--kind v1 and v2c");
		return ERR_PARSE;
	}
	return ERR_OK;
}

/* A name of SNMPv3 (RFC 3414, 5; RFC 3415, 4); empty is good for a context. */
static int
take_name(
    const char *option, const char *value, char *out, size_t size, bool needed)
{
	struct buf why = { 0 };
	int rc = ERR_OK;

	if (value != NULL && value[0] != '\0')
		rc = check_name(value, &why);
	rc = check_tell(rc, option, &why);
	buf_free(&why);
	if (rc == ERR_OK && value != NULL && strlen(value) >= size) {
		complain("%s: at most %zu bytes", option, size - 1);
		rc = ERR_PARSE;
	}
	if (rc == ERR_OK && value != NULL)
		snprintf(out, size, "%s", value);
	if (rc == ERR_OK && needed && out[0] == '\0') {
		complain("%s: which? SNMPv3 knows users by name", option);
		rc = ERR_PARSE;
	}
	return rc;
}

static int
tell_protocol(const char *option, struct choice *c)
{
	struct buf why = { 0 };
	int rc;

	choice_tell(c, &why);
	rc = check_tell(ERR_PARSE, option, &why);
	buf_free(&why);
	return rc;
}

/* The strongest first, as it is chosen where nobody says. */
static int
tell_auth(const char *typed)
{
	struct choice c;

	choice_start(&c, typed);
	for (int a = USM_AUTHS - 1; a >= 0; a--)
		choice_offer(&c, usm_auth_name((enum usm_auth)a));
	return tell_protocol("--auth", &c);
}

static int
tell_priv(const char *typed)
{
	struct choice c;

	choice_start(&c, typed);
	for (int p = USM_PRIVS - 1; p >= 0; p--)
		choice_offer(&c, usm_priv_name((enum usm_priv)p));
	return tell_protocol("--priv", &c);
}

static int
take_protocols(const struct credential_input *in, struct credential *c)
{
	const char *auth = in->auth != NULL ? in->auth : c->auth;
	const char *priv = in->priv != NULL ? in->priv : c->priv;
	enum usm_auth a = USM_AUTH_SHA256;
	enum usm_priv p = USM_PRIV_AES128;

	if (auth[0] != '\0' && usm_auth_parse(auth, &a) < 0)
		return tell_auth(auth);
	if (a == USM_AUTH_NONE && priv[0] == '\0')
		p = USM_PRIV_NONE;
	if (priv[0] != '\0' && usm_priv_parse(priv, &p) < 0)
		return tell_priv(priv);
	if (a == USM_AUTH_NONE && p != USM_PRIV_NONE) {
		complain("--priv: SNMPv3 has no privacy without "
			 "authentication; give --auth, or --priv none");
		return ERR_PARSE;
	}
	snprintf(c->auth, sizeof(c->auth), "%s", usm_auth_name(a));
	snprintf(c->priv, sizeof(c->priv), "%s", usm_priv_name(p));
	return ERR_OK;
}

static void
warn_weak(const struct credential *c)
{
	if (!is_v3(c))
		complain("note: a community travels readable; SNMPv3 is safer "
			 "where the device has it");
	else if (strcmp(c->auth, "none") == 0)
		complain("note: without authentication anybody may answer, and "
			 "read, as this user");
	else if (strcmp(c->auth, "MD5") == 0)
		complain("note: MD5 is weak; SHA-256 where the device has it");
	if (is_v3(c) && strcmp(c->auth, "none") != 0 &&
	    strcmp(c->priv, "none") == 0)
		complain("note: without privacy all that is said can be read "
			 "on the way");
	else if (strcmp(c->priv, "DES") == 0)
		complain("note: DES is weak; AES-128 where the device has it");
}

static int
take_kind(const struct credential_input *in, struct credential *c)
{
	static const char *const kinds[] = { "v1", "v2c", "v3", NULL };
	const char *kind = in->kind;
	struct buf why = { 0 };
	int rc;

	if (kind == NULL && c->kind[0] != '\0')
		kind = c->kind;
	if (kind == NULL)
		kind = in->user != NULL ? "v3" : "v2c";
	rc = check_tell(check_word(kind, kinds, &why), "--kind", &why);
	buf_free(&why);
	if (rc == ERR_OK && kind != c->kind)
		snprintf(c->kind, sizeof(c->kind), "%s", kind);
	return rc;
}

int
credential_input_read(const struct credential_input *in, struct credential *c)
{
	int rc = take_kind(in, c);

	if (rc == ERR_OK)
		rc = check_options(in, is_v3(c));
	if (rc == ERR_OK && !is_v3(c)) {
		c->user[0] = c->context[0] = c->auth[0] = c->priv[0] = '\0';
	} else if (rc == ERR_OK) {
		rc = take_name(
		    "--user", in->user, c->user, sizeof(c->user), true);
		if (rc == ERR_OK)
			rc = take_name("--context", in->context, c->context,
			    sizeof(c->context), false);
		if (rc == ERR_OK)
			rc = take_protocols(in, c);
	}
	if (rc == ERR_OK && !command.quiet)
		warn_weak(c);
	return rc;
}

/* Typed without being seen: twice. */
static int
confirm(const char *path, const char *secret)
{
	char again[256] = "";
	int rc;

	if (!ask_is_hidden(path))
		return ERR_OK;
	rc = ask_secret("Again", path, 0, again, sizeof(again));
	if (strcmp(again, secret) != 0) {
		complain("those two differ");
		rc = ERR_RANGE;
	}
	box_wipe(again, sizeof(again));
	return rc;
}

static int
ask_password(const char *what, const char *path, unsigned before, char out[256])
{
	int rc = ask_secret(what, path, before, out, 256);

	if (rc == ERR_IO)
		return rc;
	if (rc < 0 || strlen(out) < CREDENTIAL_PASSWORD_MIN) {
		complain("%s: %s (RFC 3414 asks for 8 characters or more)",
		    what,
		    out[0] == '\0' ? "is empty"
			: strlen(out) < CREDENTIAL_PASSWORD_MIN
			? "is too short"
			: "is too long");
		return ERR_RANGE;
	}
	return confirm(path, out);
}

static int
ask_passwords(const struct credential_input *in, struct credential *c)
{
	bool same = in->auth_file != NULL && in->priv_file != NULL &&
	    strcmp(in->auth_file, in->priv_file) == 0;
	int rc = ERR_OK;

	if (strcmp(c->auth, "none") != 0)
		rc = ask_password("Authentication password", in->auth_file, 0,
		    c->auth_password);
	if (rc == ERR_OK && strcmp(c->priv, "none") != 0)
		rc = ask_password(
		    "Privacy password", in->priv_file, same, c->priv_password);
	return rc;
}

int
credential_input_ask(const struct credential_input *in, struct credential *c)
{
	int rc;

	if (is_v3(c))
		return ask_passwords(in, c);
	rc = ask_secret("Community", in->community_file, 0, c->community,
	    sizeof(c->community));
	if (rc == ERR_RANGE)
		complain("the community is empty or longer than 255 bytes");
	return rc;
}
