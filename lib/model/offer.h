/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_OFFER_H
#define LIB_MODEL_OFFER_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What a stranger at an address is offered, and in which order. A stranger
 * must not collect what it could use elsewhere: whoever speaks SNMPv3 is asked
 * without a secret first, and then shown no secret but only proof of one; the
 * strongest first. A community, which whoever gets it can use, is the last.
 */

enum offer_kind {
	OFFER_PRIV, /* SNMPv3, authPriv */
	OFFER_AUTH, /* authNoPriv */
	OFFER_USER, /* noAuthNoPriv: a name */
	OFFER_V2C,
	OFFER_V1,
};

struct offer {
	enum offer_kind kind;
	int credential_id;
};

enum { OFFERS_MAX = 16, OFFER_ATTEMPTS = 2 };

/* Of a user of SNMPv3. */
enum offer_kind offer_of_level(bool auth, bool priv);

/* "v3 authPriv", "v2c" */
const char *offer_name(enum offer_kind kind);

/* The strongest first; of one strength, as they stood. */
void offer_sort(struct offer *list, size_t count);

/* Datagrams that an address where nobody is gets. */
unsigned offer_datagrams(const struct offer *list, size_t count);

#endif
