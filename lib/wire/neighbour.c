/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/neighbour.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/wire/snapshot.h"

#define MIB_2  0x2b, 6, 1, 2, 1
#define LLDP   0x28, 0xc4, 0x62, 1, 1, 2, 1           /* 1.0.8802.1.1.2.1 */
#define CDP_OF 0x2b, 6, 1, 4, 1, 9, 9, 23, 1, 2, 1, 1 /* cdpCacheEntry */
#define NAME(...)                                            \
	{                                                    \
		(const uint8_t[]){ __VA_ARGS__ },            \
		    sizeof((const uint8_t[]){ __VA_ARGS__ }) \
	}

static const struct oid lldp_subtype = NAME(LLDP, 4, 1, 1, 4);
static const struct oid lldp_chassis = NAME(LLDP, 4, 1, 1, 5);
static const struct oid lldp_port = NAME(LLDP, 4, 1, 1, 7);
static const struct oid lldp_name = NAME(LLDP, 4, 1, 1, 9);
static const struct oid lldp_description = NAME(LLDP, 4, 1, 1, 10);
static const struct oid lldp_roles = NAME(LLDP, 4, 1, 1, 12);
static const struct oid lldp_address = NAME(LLDP, 4, 2, 1, 3);
static const struct oid lldp_local_subtype = NAME(LLDP, 3, 7, 1, 2);
static const struct oid lldp_local_port = NAME(LLDP, 3, 7, 1, 3);
static const struct oid lldp_local_text = NAME(LLDP, 3, 7, 1, 4);
static const struct oid lldp_own_subtype = NAME(LLDP, 3, 1, 0);
static const struct oid lldp_own_chassis = NAME(LLDP, 3, 2, 0);

static const struct oid cdp_address_type = NAME(CDP_OF, 3);
static const struct oid cdp_address = NAME(CDP_OF, 4);
static const struct oid cdp_version = NAME(CDP_OF, 5);
static const struct oid cdp_name = NAME(CDP_OF, 6);
static const struct oid cdp_port = NAME(CDP_OF, 7);
static const struct oid cdp_platform = NAME(CDP_OF, 8);
static const struct oid cdp_roles = NAME(CDP_OF, 9);

static const struct oid physical_mac = NAME(MIB_2, 4, 35, 1, 4);
static const struct oid physical_type = NAME(MIB_2, 4, 35, 1, 6);
static const struct oid media_mac = NAME(MIB_2, 4, 22, 1, 2);
static const struct oid media_type = NAME(MIB_2, 4, 22, 1, 4);
static const struct oid bridge_mac = NAME(MIB_2, 17, 1, 1, 0);
static const struct oid interface_mac = NAME(MIB_2, 2, 2, 1, 6);

enum {
	CHASSIS_MAC = 4, /* LldpChassisIdSubtype: macAddress, */
	CHASSIS_NET = 5, /* networkAddress */
	PORT_NAME = 5,   /* LldpPortIdSubtype: interfaceName, */
	PORT_LOCAL = 7,  /* local: most give the name here, too */
	TEXT_MAX = 255,  /* kept of each text */
	INDEX_MAX = 24,  /* sub-identifiers of any index here */
};

/* One row of a table: what stands behind the column in its names. */
struct row {
	const struct snapshot *s;
	struct oid index;
};

static bool
get(const struct row *r, struct oid column, struct value *out)
{
	uint8_t bytes[OID_BYTES_MAX];
	struct oid name = { bytes, column.len + r->index.len };
	struct varbind vb;

	if (name.len > sizeof(bytes))
		return false;
	memcpy(bytes, column.data, column.len);
	memcpy(bytes + column.len, r->index.data, r->index.len);
	if (!snapshot_get(r->s, name, &vb))
		return false;
	*out = vb.value;
	return true;
}

static int64_t
get_int(const struct row *r, struct oid column)
{
	struct value v;

	return get(r, column, &v) && v.type == VALUE_INTEGER ? v.integer : 0;
}

/* As text, its blanks at the ends and what is too long cut off. */
static char *
text_of(const struct value *v)
{
	struct buf text = { 0 };
	const char *start, *end;
	char *kept;

	value_print(v, &text);
	start = buf_str(&text);
	start += strspn(start, " \t\r\n");
	end = start + strlen(start);
	if (end - start > TEXT_MAX)
		end = start + TEXT_MAX;
	/* Not in the middle of a character of UTF-8. */
	while (end > start && ((unsigned char)*end & 0xc0) == 0x80)
		end--;
	while (end > start && strchr(" \t\r\n", end[-1]) != NULL)
		end--;
	kept = mem_dup_text(start, (size_t)(end - start));
	buf_free(&text);
	return kept;
}

static char *
get_text(const struct row *r, struct oid column)
{
	struct value v;

	return get(r, column, &v) ? text_of(&v) : mem_dup_str("");
}

/*
 * The list
 */

static struct neighbour *
add(struct neighbours *n, enum neighbour_protocol protocol)
{
	struct neighbour *one;

	if (n->count == NEIGHBOURS_MAX) {
		n->cut = true;
		return NULL;
	}
	if ((n->count & (n->count - 1)) == 0)
		n->list = mem_grow(
		    n->list, n->count == 0 ? 1 : 2 * n->count, sizeof(*one));
	one = &n->list[n->count++];
	*one = (struct neighbour){ .protocol = protocol };
	return one;
}

void
neighbours_free(struct neighbours *n)
{
	for (size_t i = 0; i < n->count; i++) {
		free(n->list[i].chassis);
		free(n->list[i].name);
		free(n->list[i].port);
		free(n->list[i].description);
		free(n->list[i].local);
	}
	free(n->list);
	*n = (struct neighbours){ 0 };
}

/* A group address, or none at all, is nobody's own. */
static bool
take_mac(const struct value *v, uint8_t mac[MAC_LEN])
{
	static const uint8_t none[MAC_LEN];

	if (v->type != VALUE_STRING || v->len != MAC_LEN ||
	    (v->data[0] & 1) != 0 || memcmp(v->data, none, MAC_LEN) == 0)
		return false;
	memcpy(mac, v->data, MAC_LEN);
	return true;
}

static bool
set_address(struct address *out, int family, const uint8_t *bytes)
{
	static const uint8_t none[16];
	size_t len = family == 4 ? 4 : 16;

	if (memcmp(bytes, none, len) == 0)
		return false;
	*out = (struct address){ .family = (uint8_t)family };
	memcpy(out->bytes, bytes, len);
	return true;
}

/*
 * An address at the end of an index, perhaps with its length in front; kind is
 * an AddressFamilyNumbers or an InetAddressType, which agree on 1 and 2.
 */
static bool
address_of_parts(
    uint32_t kind, const uint32_t *part, size_t n, struct address *out)
{
	uint8_t bytes[16];
	size_t len = kind == 1 ? 4 : 16;

	if (kind != 1 && kind != 2)
		return false;
	if (n == len + 1 && part[0] == len) {
		part++;
		n--;
	}
	if (n != len)
		return false;
	for (size_t i = 0; i < len; i++)
		bytes[i] = (uint8_t)part[i];
	return set_address(out, kind == 1 ? 4 : 6, bytes);
}

/* Calls take for each row that has something in this column. */
static void
each_row(const struct snapshot *s, struct oid column,
    void (*take)(const struct row *r, const struct value *v, void *arg),
    void *arg)
{
	for (size_t i = snapshot_find(s, column); i < snapshot_count(s); i++) {
		struct varbind vb;
		struct row row = { .s = s };

		snapshot_at(s, i, &vb);
		if (!oid_is_within(vb.oid, column))
			return;
		if (vb.oid.len == column.len)
			continue;
		row.index.data = vb.oid.data + column.len;
		row.index.len = vb.oid.len - column.len;
		take(&row, &vb.value, arg);
	}
}

/*
 * The parts of an index, which is a piece of a name: oid_parts takes the first
 * octet for two.
 */
static size_t
index_parts(struct oid index, uint32_t part[INDEX_MAX])
{
	size_t n = 0;

	for (size_t i = 0; i < index.len && n < INDEX_MAX; n++) {
		uint32_t v = 0;

		do {
			v = v << 7 | (index.data[i] & 0x7f);
		} while ((index.data[i++] & 0x80) != 0 && i < index.len);
		part[n] = v;
	}
	return n;
}

/*
 * LLDP
 */

/* Bits from the left, LldpSystemCapabilitiesMap. */
static unsigned
roles_of_lldp(const struct row *r)
{
	static const unsigned bit[8] = { NEIGHBOUR_OTHER, NEIGHBOUR_REPEATER,
		NEIGHBOUR_BRIDGE, NEIGHBOUR_ACCESS_POINT, NEIGHBOUR_ROUTER,
		NEIGHBOUR_PHONE, NEIGHBOUR_OTHER, NEIGHBOUR_STATION };
	unsigned roles = 0;
	struct value v;

	if (!get(r, lldp_roles, &v) || v.type != VALUE_STRING || v.len == 0)
		return 0;
	for (int i = 0; i < 8; i++)
		roles |= v.data[0] & 0x80 >> i ? bit[i] : 0;
	return roles;
}

/*
 * lldpRemManAddrTable: behind the index of the neighbour stand the kind of
 * address and its octets. The first one that we can use.
 */
static void
find_lldp_address(const struct row *r, struct address *out)
{
	uint8_t bytes[OID_BYTES_MAX];
	struct oid from = { bytes, lldp_address.len + r->index.len };
	uint32_t part[INDEX_MAX];
	struct varbind vb;
	size_t n;

	if (from.len > sizeof(bytes))
		return;
	memcpy(bytes, lldp_address.data, lldp_address.len);
	memcpy(bytes + lldp_address.len, r->index.data, r->index.len);
	for (size_t i = snapshot_find(r->s, from); i < snapshot_count(r->s);
	     i++) {
		snapshot_at(r->s, i, &vb);
		if (!oid_is_within(vb.oid, from))
			return;
		n = index_parts((struct oid){ vb.oid.data + from.len,
				    vb.oid.len - from.len },
		    part);
		if (n > 1 && address_of_parts(part[0], part + 1, n - 1, out))
			return;
	}
}

/* A chassis may be named by an address: its kind, then its octets. */
static void
take_chassis(struct neighbour *n, int64_t subtype, const struct value *v)
{
	char text[MAC_TEXT_MAX];

	if (subtype == CHASSIS_MAC)
		n->has_mac = take_mac(v, n->mac);
	if (n->has_mac)
		n->chassis = mem_dup_str(mac_format(n->mac, text));
	else
		n->chassis = text_of(v);
	if (subtype == CHASSIS_NET && v->type == VALUE_STRING && v->len > 1 &&
	    v->len == (v->data[0] == 1 ? 5U : 17U))
		(void)set_address(
		    &n->address, v->data[0] == 1 ? 4 : 6, v->data + 1);
}

/*
 * The port that it is seen at: lldpRemTable has its number in the middle of
 * the index, lldpLocPortTable its name.
 */
static void
find_local_port(const struct row *r, struct neighbour *n)
{
	uint32_t part[INDEX_MAX];
	uint8_t bytes[8];
	struct row port = { .s = r->s };
	int64_t subtype;
	size_t len = 0;

	if (index_parts(r->index, part) == 3) {
		n->index = part[1];
		for (int shift = 28; shift >= 0; shift -= 7) {
			uint32_t rest = n->index >> shift;

			if (rest > 0 || shift == 0)
				bytes[len++] = (uint8_t)((rest & 0x7f) |
				    (shift > 0 ? 0x80 : 0));
		}
	}
	port.index = (struct oid){ bytes, len };
	subtype = len == 0 ? 0 : get_int(&port, lldp_local_subtype);
	if (subtype == PORT_NAME || subtype == PORT_LOCAL)
		n->local = get_text(&port, lldp_local_port);
	else if (subtype != 0)
		n->local = get_text(&port, lldp_local_text);
	else
		n->local = mem_dup_str("");
}

static void
take_lldp(const struct row *r, const struct value *v, void *arg)
{
	struct neighbour *n = add(arg, NEIGHBOUR_LLDP);

	if (n == NULL)
		return;
	take_chassis(n, get_int(r, lldp_subtype), v);
	find_lldp_address(r, &n->address);
	n->name = get_text(r, lldp_name);
	n->port = get_text(r, lldp_port);
	find_local_port(r, n);
	n->description = get_text(r, lldp_description);
	n->roles = roles_of_lldp(r);
}

/*
 * CDP
 */

static unsigned
roles_of_cdp(const struct row *r)
{
	static const struct {
		uint32_t bits;
		unsigned role;
	} known[] = {
		{ 0x01, NEIGHBOUR_ROUTER },
		{ 0x02 | 0x04 | 0x08, NEIGHBOUR_BRIDGE },
		{ 0x10, NEIGHBOUR_STATION },
		{ 0x40, NEIGHBOUR_REPEATER },
		{ 0x80, NEIGHBOUR_PHONE },
	};
	unsigned roles = 0;
	uint32_t bits = 0;
	struct value v;

	if (!get(r, cdp_roles, &v) || v.type != VALUE_STRING || v.len != 4)
		return 0;
	for (int i = 0; i < 4; i++)
		bits = bits << 8 | v.data[i];
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		roles |= bits & known[i].bits ? known[i].role : 0;
	return roles;
}

static char *
describe_cdp(const struct row *r)
{
	char *platform = get_text(r, cdp_platform);
	char *version = get_text(r, cdp_version);
	struct buf text = { 0 };

	buf_printf(&text, "%s%s%s", platform,
	    *platform != '\0' && *version != '\0' ? "; " : "", version);
	free(platform);
	free(version);
	return buf_take_str(&text);
}

static void
take_cdp(const struct row *r, const struct value *v, void *arg)
{
	struct neighbour *n = add(arg, NEIGHBOUR_CDP);
	uint32_t part[INDEX_MAX];
	struct value address;

	if (n == NULL)
		return;
	n->name = text_of(v);
	n->chassis = mem_dup_str("");
	n->port = get_text(r, cdp_port);
	n->description = describe_cdp(r);
	n->roles = roles_of_cdp(r);
	n->local = mem_dup_str("");
	if (index_parts(r->index, part) == 2)
		n->index = part[0];
	/* CiscoNetworkProtocol: ip(1), ipv6(20). */
	if (!get(r, cdp_address, &address) || address.type != VALUE_STRING)
		return;
	if (get_int(r, cdp_address_type) == 1 && address.len == 4)
		(void)set_address(&n->address, 4, address.data);
	else if (get_int(r, cdp_address_type) == 20 && address.len == 16)
		(void)set_address(&n->address, 6, address.data);
}

/*
 * Addresses
 */

static void
add_arp(struct neighbours *all, const struct value *v,
    const struct address *address)
{
	char text[MAC_TEXT_MAX];
	uint8_t mac[MAC_LEN];
	struct neighbour *n;

	if (!take_mac(v, mac))
		return;
	n = add(all, NEIGHBOUR_ARP);
	if (n == NULL)
		return;
	memcpy(n->mac, mac, MAC_LEN);
	n->has_mac = true;
	n->address = *address;
	n->chassis = mem_dup_str(mac_format(mac, text));
	n->name = mem_dup_str("");
	n->port = mem_dup_str("");
	n->local = mem_dup_str("");
	n->description = mem_dup_str("");
}

/* An address of a link says nothing beside that link (RFC 4291, 2.5.6). */
static bool
is_link_local(const struct address *a)
{
	return a->family == 6 && a->bytes[0] == 0xfe &&
	    (a->bytes[1] & 0xc0) == 0x80;
}

/* ipNetToPhysicalType: invalid(2), local(5). */
static void
take_physical(const struct row *r, const struct value *v, void *arg)
{
	int64_t type = get_int(r, physical_type);
	uint32_t part[INDEX_MAX];
	struct address address;
	size_t n = index_parts(r->index, part);

	if (type != 2 && type != 5 && n > 2 &&
	    address_of_parts(part[1], part + 2, n - 2, &address) &&
	    !is_link_local(&address))
		add_arp(arg, v, &address);
}

/* ipNetToMediaType: invalid(2). */
static void
take_media(const struct row *r, const struct value *v, void *arg)
{
	uint32_t part[INDEX_MAX];
	struct address address;

	if (get_int(r, media_type) != 2 && index_parts(r->index, part) == 5 &&
	    address_of_parts(1, part + 1, 4, &address))
		add_arp(arg, v, &address);
}

void
neighbours_read(const struct snapshot *s, struct neighbours *out)
{
	size_t before;

	*out = (struct neighbours){ 0 };
	each_row(s, lldp_chassis, take_lldp, out);
	each_row(s, cdp_name, take_cdp, out);
	before = out->count;
	each_row(s, physical_mac, take_physical, out);
	/* The older table says the same once more. */
	if (out->count == before)
		each_row(s, media_mac, take_media, out);
}

/*
 * The device itself
 */

struct own_list {
	struct own_mac *list;
	size_t count, max;
	enum mac_source source;
};

static void
take_own(const struct row *r, const struct value *v, void *arg)
{
	struct own_list *own = arg;
	struct own_mac one = { .source = own->source };

	(void)r;
	if (own->count == own->max || !take_mac(v, one.mac))
		return;
	for (size_t i = 0; i < own->count; i++) {
		if (memcmp(own->list[i].mac, one.mac, MAC_LEN) == 0)
			return;
	}
	own->list[own->count++] = one;
}

size_t
neighbours_own_macs(const struct snapshot *s, struct own_mac *out, size_t max)
{
	struct own_list own = { .list = out, .max = max };
	struct varbind vb;

	if (snapshot_get(s, lldp_own_subtype, &vb) &&
	    vb.value.integer == CHASSIS_MAC &&
	    snapshot_get(s, lldp_own_chassis, &vb))
		take_own(NULL, &vb.value, &own);
	own.source = MAC_BRIDGE;
	if (snapshot_get(s, bridge_mac, &vb))
		take_own(NULL, &vb.value, &own);
	own.source = MAC_INTERFACE;
	each_row(s, interface_mac, take_own, &own);
	return own.count;
}

char *
mac_format(const uint8_t mac[MAC_LEN], char *out)
{
	snprintf(out, MAC_TEXT_MAX, "%02x:%02x:%02x:%02x:%02x:%02x", mac[0],
	    mac[1], mac[2], mac[3], mac[4], mac[5]);
	return out;
}

const char *
neighbour_protocol_name(enum neighbour_protocol p)
{
	static const char *const names[] = { "lldp", "cdp", "arp" };

	return names[p];
}

const char *
mac_source_name(enum mac_source s)
{
	static const char *const names[] = { "chassis", "bridge", "interface" };

	return names[s];
}

void
neighbour_print_roles(unsigned roles, struct buf *out)
{
	static const char *const names[] = { "bridge", "router", "access point",
		"phone", "repeater", "station", "other" };
	const char *between = "";

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if ((roles & 1U << i) == 0)
			continue;
		buf_printf(out, "%s%s", between, names[i]);
		between = ", ";
	}
}
