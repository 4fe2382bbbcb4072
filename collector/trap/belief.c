/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/trap/belief.h"

#include <string.h>

#include "lib/store/network/credential.h"

const char *
belief_name(enum belief b)
{
	static const char *const names[BELIEFS] = {
		[BELIEVED] = "believed",
		[BELIEF_MALFORMED] = "malformed",
		[BELIEF_OTHER] = "no_notification",
		[BELIEF_SOURCE] = "unknown_source",
		[BELIEF_CREDENTIAL] = "no_credential",
		[BELIEF_COMMUNITY] = "wrong_community",
		[BELIEF_VERSION] = "wrong_version",
		[BELIEF_USER] = "unknown_user",
		[BELIEF_LEVEL] = "wrong_level",
		[BELIEF_DIGEST] = "wrong_password",
		[BELIEF_TIME] = "not_in_time",
		[BELIEF_REPEATED] = "repeated",
		[BELIEF_DECRYPT] = "not_decrypted",
		[BELIEF_ENGINE] = "other_engine",
		[BELIEF_BUSY] = "too_many",
	};

	return names[b];
}

enum belief
belief_of_community(const struct credential *const *credentials, size_t count,
    const uint8_t *community, size_t len)
{
	enum belief belief = BELIEF_CREDENTIAL;

	for (size_t i = 0; i < count; i++) {
		const struct credential *c = credentials[i];

		if (c == NULL)
			continue;
		if (strcmp(c->kind, "v3") == 0) {
			belief = belief_better(belief, BELIEF_VERSION);
			continue;
		}
		if (len > 0 && strlen(c->community) == len &&
		    memcmp(c->community, community, len) == 0)
			return BELIEVED;
		belief = BELIEF_COMMUNITY;
	}
	return belief;
}

/* From the least that was right to the most. */
static int
rank(enum belief b)
{
	static const enum belief order[] = { BELIEF_SOURCE, BELIEF_CREDENTIAL,
		BELIEF_VERSION, BELIEF_USER, BELIEF_LEVEL, BELIEF_BUSY,
		BELIEF_COMMUNITY, BELIEF_DIGEST, BELIEF_TIME, BELIEF_DECRYPT,
		BELIEF_OTHER, BELIEF_REPEATED, BELIEVED };

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		if (order[i] == b)
			return (int)i;
	}
	return -1;
}

enum belief
belief_better(enum belief a, enum belief b)
{
	return rank(b) > rank(a) ? b : a;
}
