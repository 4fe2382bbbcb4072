/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_SEAL_SETTINGS_H
#define REPORTER_SEAL_SETTINGS_H

#include <stdbool.h>

/* The section seal { } of a configuration. Texts may be NULL. */
struct seal_settings {
	char *certificate; /* PEM: whose seal, then those above it */
	char *key;         /* a PEM file, or a pkcs11: URI */
	char *user;        /* who may read the key */
	char *tsa;         /* http(s)://..., who stamps the time */
	char *tsa_ca_file; /* whom its stamps must come from */
	bool reports;      /* each report is sealed */
};

/*
 * path NULL: the environment's, or the one of the build. ERR_NOTFOUND, logged
 * when loud: there is no such section.
 */
int seal_settings_load(const char *path, bool loud, struct seal_settings *out);
void seal_settings_free(struct seal_settings *s); /* a zeroed one is fine */

#endif
