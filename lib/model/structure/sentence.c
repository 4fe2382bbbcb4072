/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/structure/sentence.h"

#include "lib/base/buf.h"

static const char *const nouns[STRUCTURE_KINDS] = {
	[STRUCTURE_PORT] = "port",
	[STRUCTURE_NEIGHBOUR] = "neighbour",
	[STRUCTURE_CHASSIS] = "chassis",
	[STRUCTURE_MEMBER] = "stack member",
	[STRUCTURE_MODULE] = "module",
	[STRUCTURE_PSU] = "power supply",
	[STRUCTURE_FAN] = "fan",
	[STRUCTURE_SENSOR] = "sensor",
	[STRUCTURE_POE] = "PoE supply",
	[STRUCTURE_PEER] = "routing peer",
	[STRUCTURE_TUNNEL] = "tunnel",
	[STRUCTURE_STORAGE] = "volume",
	[STRUCTURE_DISK] = "disk",
	[STRUCTURE_ACCESS_POINT] = "access point",
	[STRUCTURE_UPS] = "UPS",
	[STRUCTURE_BATTERY] = "battery",
	[STRUCTURE_LICENCE] = "licence",
	[STRUCTURE_SYSTEM] = "system",
};

static const char *
name_of(const struct loss *l)
{
	return l->label[0] != '\0' ? l->label : l->key;
}

static void
add_part(const struct loss *l, struct buf *out)
{
	buf_printf(out, "%s %s", nouns[l->part], name_of(l));
}

/* "Te2/1/1 to core-2" */
static void
add_link(const struct loss *l, struct buf *out)
{
	buf_add_str(out, name_of(l));
	if (l->peer[0] != '\0')
		buf_printf(out, " to %s", l->peer);
}

static void
add_gone(const struct loss *l, struct buf *out)
{
	if (l->part == STRUCTURE_PORT)
		add_link(l, out);
	else
		add_part(l, out);
	if (l->part == STRUCTURE_NEIGHBOUR && l->peer[0] != '\0')
		buf_printf(out, " was seen at %s and is gone", l->peer);
	else
		buf_add_str(out, " was there and is gone");
}

static void
add_fault(const struct loss *l, struct buf *out)
{
	add_part(l, out);
	buf_add_str(out, " was well and is not");
	if (l->other[0] != '\0')
		buf_printf(out, " (%s)", l->other);
	else if (l->state != 0)
		buf_printf(out, " (state %lld)", (long long)l->state);
}

static void
add_fewer(const struct loss *l, struct buf *out)
{
	if (l->part == STRUCTURE_PORT || l->part == STRUCTURE_POE)
		buf_printf(out,
		    "of %lld ports that are in use at this hour of the week "
		    "%lld are",
		    (long long)l->were, (long long)l->are);
	else
		buf_printf(out, "%ss: there were %lld and there are %lld",
		    nouns[l->part], (long long)l->were, (long long)l->are);
}

/* "4096 MB": of a unit in which it is short and whole. */
static void
add_octets(int64_t n, struct buf *out)
{
	static const struct {
		int64_t from, octets;
		const char *unit;
	} units[] = {
		{ 100000000000, 1000000000, "GB" },
		{ 10000000, 1000000, "MB" },
	};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (n < units[i].from)
			continue;
		buf_printf(out, "%lld %s", (long long)(n / units[i].octets),
		    units[i].unit);
		return;
	}
	buf_printf(out, "%lld octets", (long long)n);
}

static void
add_room(const struct loss *l, struct buf *out)
{
	buf_add_str(out, " had ");
	add_octets(l->were, out);
	buf_add_str(out, " and has ");
	add_octets(l->are, out);
}

static void
add_sizes(const struct loss *l, const char *unit, struct buf *out)
{
	buf_printf(out, " had %lld %s and has %lld", (long long)l->were, unit,
	    (long long)l->are);
}

void
loss_print(const struct loss *l, struct buf *out)
{
	switch (l->kind) {
	case DIFFERENCE_DOWN:
		add_link(l, out);
		buf_add_str(out, " was up and is down");
		return;
	case DIFFERENCE_OFF:
		add_link(l, out);
		buf_add_str(out, " was up and is switched off");
		return;
	case DIFFERENCE_SLOWER:
		add_link(l, out);
		add_sizes(l, "Mbit/s", out);
		return;
	case DIFFERENCE_HALF:
		add_link(l, out);
		buf_add_str(out, " was full duplex and is half duplex");
		return;
	case DIFFERENCE_OTHER:
		add_link(l, out);
		buf_printf(out, " leads to %s now", l->other);
		return;
	case DIFFERENCE_MOVED:
		add_part(l, out);
		buf_printf(out, " was at %s and is at %s", l->peer, l->other);
		return;
	case DIFFERENCE_GONE:
		add_gone(l, out);
		return;
	case DIFFERENCE_FAULT:
		add_fault(l, out);
		return;
	case DIFFERENCE_FEWER:
		add_fewer(l, out);
		return;
	case DIFFERENCE_SMALLER:
		add_part(l, out);
		if (l->part == STRUCTURE_STORAGE)
			add_room(l, out);
		else
			add_sizes(l, "watts", out);
		return;
	case DIFFERENCE_UNTOLD:
		buf_printf(out,
		    "monitoring lost: the table \"%s\" told of %lld and tells "
		    "nothing",
		    l->source, (long long)l->were);
		return;
	default:
		return;
	}
}
