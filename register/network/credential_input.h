/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_CREDENTIAL_INPUT_H
#define REGISTER_CREDENTIAL_INPUT_H

#include "register/flag.h"

struct credential;

/*
 * A credential as people describe it: what is no secret by options, secrets
 * from files, standard input or a terminal that does not show them.
 */
struct credential_input {
	const char *kind, *user, *auth, *priv, *context;
	const char *community_file, *auth_file, *priv_file;
};

/* Rows of an option table; in is a struct credential_input. */
#define CREDENTIAL_OPTIONS(in)                                              \
	{ "kind", FLAG_TEXT, &(in).kind, "v1|v2c|v3", "version of SNMP" },  \
	    { "user", FLAG_TEXT, &(in).user, "NAME", "v3: its name" },      \
	    { "auth", FLAG_TEXT, &(in).auth, "PROTOCOL",                    \
		    "v3: SHA-256, ..., MD5 or none (SHA-256)" },            \
	    { "priv", FLAG_TEXT, &(in).priv, "PROTOCOL",                    \
		    "v3: AES-128, ..., DES or none (AES-128)" },            \
	    { "context", FLAG_TEXT, &(in).context, "NAME",                  \
		    "v3: the context's name" },                             \
	    { "community-file", FLAG_TEXT, &(in).community_file, "FILE",    \
		    "v1, v2c: its first line; - is standard input" },       \
	    { "auth-password-file", FLAG_TEXT, &(in).auth_file, "FILE",     \
		    "v3: its first line" },                                 \
	{                                                                   \
		"priv-password-file", FLAG_TEXT, &(in).priv_file, "FILE",   \
		    "v3: its first line; its second if it is the same file" \
	}

/*
 * Overlays what is given on c: for a new one, kind empty. ERR_PARSE after
 * telling what does not hold; then warns of what is weak.
 */
int credential_input_read(
    const struct credential_input *in, struct credential *c);

/* Asks for its secrets. ERR_RANGE, ERR_IO: told. */
int credential_input_ask(
    const struct credential_input *in, struct credential *c);

#endif
