/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/sqlstate.h"

#include <stddef.h>
#include <string.h>

#include "lib/base/err.h"

/* By prefix; the longest first. */
static const struct {
	const char *prefix;
	enum err err;
} states[] = {
	{ "23505", ERR_EXISTS },   /* unique_violation */
	{ "42501", ERR_DENIED },   /* insufficient_privilege; row policies */
	{ "42P07", ERR_EXISTS },   /* duplicate_table */
	{ "42710", ERR_EXISTS },   /* duplicate_object */
	{ "55P03", ERR_AGAIN },    /* lock_not_available */
	{ "57014", ERR_AGAIN },    /* query_canceled: a timeout of ours */
	{ "25P03", ERR_AGAIN },    /* idle_in_transaction_session_timeout */
	{ "P0002", ERR_NOTFOUND }, /* no_data_found */
	{ "3D000", ERR_DENIED },   /* no such database */
	{ "57P0", ERR_AGAIN },     /* shutting down, starting up, crashed */
	{ "XX00", ERR_CORRUPT },   /* XX001, XX002: pages, indexes */
	{ "P0", ERR_RANGE },       /* raised by a function of ours */
	{ "08", ERR_AGAIN },       /* connection */
	{ "40", ERR_AGAIN },       /* serialization, deadlock */
	{ "53", ERR_AGAIN },       /* disk full, too many connections */
	{ "22", ERR_RANGE },       /* a value that its type refuses */
	{ "23", ERR_RANGE },       /* checks, foreign keys, not null */
	{ "44", ERR_RANGE },       /* with check option */
	{ "28", ERR_DENIED },      /* authorization */
};

int
sqlstate_err(const char *sqlstate)
{
	if (sqlstate == NULL || *sqlstate == '\0')
		return ERR_AGAIN;
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (strncmp(sqlstate, states[i].prefix,
			strlen(states[i].prefix)) == 0)
			return states[i].err;
	return ERR_IO;
}
