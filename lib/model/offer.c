/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/offer.h"

enum offer_kind
offer_of_level(bool auth, bool priv)
{
	if (priv)
		return OFFER_PRIV;
	return auth ? OFFER_AUTH : OFFER_USER;
}

const char *
offer_name(enum offer_kind kind)
{
	static const char *const names[] = { "v3 authPriv", "v3 authNoPriv",
		"v3 noAuthNoPriv", "v2c", "v1" };

	return names[kind];
}

void
offer_sort(struct offer *list, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct offer o = list[i];
		size_t at = i;

		for (; at > 0 && list[at - 1].kind > o.kind; at--)
			list[at] = list[at - 1];
		list[at] = o;
	}
}

unsigned
offer_datagrams(const struct offer *list, size_t count)
{
	unsigned questions = 0;
	bool probed = false;

	for (size_t i = 0; i < count; i++) {
		bool is_v3 = list[i].kind <= OFFER_USER;

		questions += !is_v3 || !probed;
		probed |= is_v3;
	}
	return questions * OFFER_ATTEMPTS;
}
