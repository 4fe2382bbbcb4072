/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/structure/structure.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

static const char *const kinds[STRUCTURE_KINDS] = {
	[STRUCTURE_PORT] = "interface",
	[STRUCTURE_NEIGHBOUR] = "neighbour",
	[STRUCTURE_CHASSIS] = "chassis",
	[STRUCTURE_MEMBER] = "member",
	[STRUCTURE_MODULE] = "module",
	[STRUCTURE_PSU] = "psu",
	[STRUCTURE_FAN] = "fan",
	[STRUCTURE_SENSOR] = "sensor",
	[STRUCTURE_POE] = "poe",
	[STRUCTURE_PEER] = "peer",
	[STRUCTURE_TUNNEL] = "tunnel",
	[STRUCTURE_STORAGE] = "storage",
	[STRUCTURE_DISK] = "disk",
	[STRUCTURE_ACCESS_POINT] = "access_point",
	[STRUCTURE_UPS] = "ups",
	[STRUCTURE_BATTERY] = "battery",
	[STRUCTURE_LICENCE] = "licence",
	[STRUCTURE_SYSTEM] = "system",
};

static const char *
copy(const char *text)
{
	return mem_dup_str(text == NULL ? "" : text);
}

bool
structure_add(struct structure *s, const struct structure_part *p)
{
	struct structure_part *added;

	if (s->n == STRUCTURE_PARTS_MAX)
		return false;
	if ((s->n & (s->n - 1)) == 0)
		s->part = mem_grow(
		    s->part, s->n == 0 ? 1 : 2 * s->n, sizeof(*s->part));
	added = &s->part[s->n++];
	*added = *p;
	added->source = copy(p->source);
	added->key = copy(p->key);
	added->label = copy(p->label);
	added->peer = copy(p->peer);
	added->within = copy(p->within);
	added->said = copy(p->said);
	return true;
}

void
structure_free(struct structure *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free((char *)s->part[i].source);
		free((char *)s->part[i].key);
		free((char *)s->part[i].label);
		free((char *)s->part[i].peer);
		free((char *)s->part[i].within);
		free((char *)s->part[i].said);
	}
	free(s->part);
	*s = (struct structure){ 0 };
}

bool
structure_tells(const struct structure *s, const char *source)
{
	for (size_t i = 0; i < s->n; i++) {
		if (strcmp(s->part[i].source, source) == 0)
			return true;
	}
	return false;
}

const char *
structure_kind_name(enum structure_kind k)
{
	return kinds[k];
}

bool
structure_kind_parse(const char *name, enum structure_kind *out)
{
	for (int i = 0; i < STRUCTURE_KINDS; i++) {
		if (strcmp(name, kinds[i]) == 0) {
			*out = (enum structure_kind)i;
			return true;
		}
	}
	return false;
}
