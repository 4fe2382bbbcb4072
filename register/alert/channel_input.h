/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_ALERT_CHANNEL_INPUT_H
#define REGISTER_ALERT_CHANNEL_INPUT_H

#include <stdbool.h>

#include "lib/base/buf.h"
#include "register/flag.h"
#include "register/network/credential_input.h"

struct channel;
struct channel_secret;

/* A channel as people describe it; secrets come from files or are asked for. */
struct channel_input {
	const char *mail, *webhook, *syslog, *snmp, *program; /* one of them */
	const char *function, *language, *least, *digest;
	struct words to, rules;
	const char *form, *topic, *ca_file, *secret_file, *authorization_file;
	struct credential_input snmp_as;
};

/* Rows of an option table; in is a struct channel_input. */
#define CHANNEL_OPTIONS(in)                                                  \
	{ "mail", FLAG_TEXT, &(in).mail, "ADDRESS", "by mail to it" },       \
	    { "webhook", FLAG_TEXT, &(in).webhook, "URL",                    \
		    "JSON by POST; https, or http on this host" },           \
	    { "syslog", FLAG_TEXT, &(in).syslog, "URL",                      \
		    "RFC 5424 to tls://HOST:PORT; tcp:// on this host" },    \
	    { "snmp", FLAG_TEXT, &(in).snmp, "HOST:PORT",                    \
		    "informs of PATCHWACHT-MIB" },                           \
	    { "program", FLAG_TEXT, &(in).program, "NAME",                   \
		    "JSON to a program of the configuration" },              \
	    CREDENTIAL_OPTIONS((in).snmp_as),                                \
	    { "function", FLAG_TEXT, &(in).function, "TITLE",                \
		    "what its reader is, as mails call it" },                \
	    { "to", FLAG_LIST, &(in).to, "FUNCTION",                         \
		    "it_staff (default), system_owner, process_owner, "      \
		    "board, ciso, or all; may be repeated" },                \
	    { "rule", FLAG_LIST, &(in).rules, "RULE",                        \
		    "only of this kind; may be repeated" },                  \
	    { "least", FLAG_TEXT, &(in).least, "SEVERITY",                   \
		    "that and worse: notice (default), warning, critical" }, \
	    { "language", FLAG_TEXT, &(in).language, "nl|en", "(nl)" },      \
	    { "digest", FLAG_TEXT, &(in).digest, "none|daily|weekly",        \
		    "what stands open, also when nothing is new (none)" },   \
	    { "form", FLAG_TEXT, &(in).form, "FORM",                         \
		    "of a webhook: patchwacht, teams, slack, ntfy, "         \
		    "topdesk" },                                             \
	    { "topic", FLAG_TEXT, &(in).topic, "TOPIC", "of ntfy" },         \
	    { "ca-file", FLAG_TEXT, &(in).ca_file, "FILE",                   \
		    "whose certificates are believed" },                     \
	    { "secret-file", FLAG_TEXT, &(in).secret_file, "FILE",           \
		    "a webhook is signed with its first line" },             \
	{                                                                    \
		"authorization-file", FLAG_TEXT, &(in).authorization_file,   \
		    "FILE", "its first line is the Authorization header"     \
	}

/* Texts that the channel borrows. */
struct channel_texts {
	struct buf functions, rules, settings;
};
void channel_texts_free(struct channel_texts *t);

/* ERR_PARSE after telling what does not hold. */
int channel_input_read(const struct channel_input *in, struct channel *out,
    struct channel_texts *texts);

/* *any: it has a secret. ERR_RANGE, ERR_IO: told. */
int channel_input_secret(
    const struct channel_input *in, struct channel_secret *out, bool *any);

#endif
