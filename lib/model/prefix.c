/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/prefix.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/number.h"

static unsigned
width(const struct address *a)
{
	return a->family == 4 ? 32 : 128;
}

/* Clears the bits past the length; says whether one was set. */
static bool
cut(struct prefix *p)
{
	bool was_set = false;

	for (unsigned i = p->bits; i < width(&p->address); i++) {
		uint8_t bit = (uint8_t)(0x80 >> i % 8);

		was_set |= (p->address.bytes[i / 8] & bit) != 0;
		p->address.bytes[i / 8] &= (uint8_t)~bit;
	}
	return was_set;
}

int
prefix_parse(const char *text, struct prefix *out)
{
	const char *slash = strchr(text, '/');
	size_t len = slash == NULL ? strlen(text) : (size_t)(slash - text);
	char host[ADDRESS_TEXT_MAX];
	struct prefix p = { 0 };
	int64_t bits;

	if (len >= sizeof(host))
		return ERR_PARSE;
	memcpy(host, text, len);
	host[len] = '\0';
	if (strchr(host, '[') != NULL || address_parse(host, &p.address) < 0 ||
	    p.address.port != 0)
		return ERR_PARSE;
	bits = width(&p.address);
	if (slash != NULL && number_parse(slash + 1, 0, bits, &bits) < 0)
		return ERR_PARSE;
	p.bits = (uint8_t)bits;
	*out = p;
	return cut(out) ? ERR_RANGE : ERR_OK;
}

char *
prefix_format(const struct prefix *p, char *out)
{
	char host[ADDRESS_TEXT_MAX];

	snprintf(out, PREFIX_TEXT_MAX, "%s/%u",
	    address_format(&p->address, host), p->bits);
	return out;
}

static int
common_bits(const struct address *a, const struct address *b)
{
	unsigned i;

	if (a->family != b->family)
		return -1;
	for (i = 0; i < width(a); i++) {
		if ((a->bytes[i / 8] ^ b->bytes[i / 8]) & 0x80 >> i % 8)
			break;
	}
	return (int)i;
}

bool
prefix_holds(const struct prefix *p, const struct address *a)
{
	return common_bits(&p->address, a) >= (int)p->bits;
}

bool
prefix_within(const struct prefix *inner, const struct prefix *outer)
{
	return inner->bits >= outer->bits &&
	    prefix_holds(outer, &inner->address);
}

int
prefix_common(const struct prefix *a, const struct prefix *b)
{
	int common = common_bits(&a->address, &b->address);

	common = common > a->bits ? a->bits : common;
	return common > b->bits ? b->bits : common;
}

/* Addresses in front that no device has. */
static uint64_t
skipped(const struct prefix *p)
{
	return p->bits + 1U < width(&p->address);
}

uint64_t
prefix_hosts(const struct prefix *p)
{
	return prefix_hosts_in(p, p);
}

/* Does inner begin, or end, where p does? bits: those between are all such. */
static bool
is_at_edge(const struct prefix *p, const struct prefix *inner, uint8_t bits)
{
	for (unsigned i = p->bits; i < inner->bits; i++) {
		if (((inner->address.bytes[i / 8] ^ bits) & 0x80 >> i % 8) != 0)
			return false;
	}
	return true;
}

uint64_t
prefix_hosts_in(const struct prefix *p, const struct prefix *inner)
{
	unsigned free = width(&inner->address) - inner->bits;
	uint64_t all;

	if (free >= 64)
		return UINT64_MAX;
	all = (uint64_t)1 << free;
	if (skipped(p) > 0 && is_at_edge(p, inner, 0))
		all--;
	if (skipped(p) > 0 && p->address.family == 4 &&
	    is_at_edge(p, inner, 0xff))
		all--;
	return all;
}

void
prefix_host(const struct prefix *p, uint64_t i, struct address *out)
{
	int last = p->address.family == 4 ? 3 : 15;

	*out = p->address;
	i += skipped(p);
	for (int at = last; at >= 0 && i > 0; at--, i >>= 8)
		out->bytes[at] = (uint8_t)(out->bytes[at] + (i & 0xff));
}
