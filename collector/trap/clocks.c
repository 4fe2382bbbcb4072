/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/trap/clocks.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collector/trap/peers.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"

enum { FILE_MAX = 32 << 20, HEX_MAX = 2 * SNMP3_ENGINE_MAX + 1 };

/* One line. */
struct kept {
	int32_t device_id;
	char engine[HEX_MAX], user[HEX_MAX]; /* hexadecimal */
	int32_t boots, time, latest;
	int64_t at;
};

struct clocks {
	struct kept *list; /* in the order of by_name */
	size_t count, room;
};

static int
by_name(const void *a, const void *b)
{
	const struct kept *x = a, *y = b;
	int order;

	if (x->device_id != y->device_id)
		return x->device_id < y->device_id ? -1 : 1;
	order = strcmp(x->engine, y->engine);
	return order != 0 ? order : strcmp(x->user, y->user);
}

static bool
read_number(const char *text, int32_t *out)
{
	int64_t v;

	if (number_parse(text, 0, INT32_MAX, &v) < 0)
		return false;
	*out = (int32_t)v;
	return true;
}

static bool
read_line(const char *line, struct kept *k)
{
	char device[12], boots[12], time[12], latest[12], at[21];

	*k = (struct kept){ 0 };
	return sscanf(line,
		   "%11[0-9] %64[0-9a-f] %64[0-9a-f] %11[0-9] %11[0-9] "
		   "%11[0-9] %20[0-9]",
		   device, k->engine, k->user, boots, time, latest, at) == 7 &&
	    read_number(device, &k->device_id) &&
	    read_number(boots, &k->boots) && read_number(time, &k->time) &&
	    read_number(latest, &k->latest) &&
	    number_parse(at, 0, INT64_MAX, &k->at) == ERR_OK;
}

static void
add(struct clocks *c, const struct kept *k)
{
	if (c->count == PEERS_MAX)
		return;
	if (c->count == c->room) {
		c->room = c->room == 0 ? 64 : 2 * c->room;
		c->list = mem_grow(c->list, c->room, sizeof(*c->list));
	}
	c->list[c->count++] = *k;
}

struct clocks *
clocks_load(const char *path)
{
	struct clocks *c = mem_new(1, sizeof(*c));
	struct buf text = { 0 };
	struct kept k;

	if (access(path, F_OK) == 0 &&
	    file_read(path, FILE_MAX, &text) == ERR_OK) {
		const char *line = buf_str(&text);

		for (; line != NULL && *line != '\0';
		     line = strchr(line, '\n')) {
			line += *line == '\n';
			if (read_line(line, &k))
				add(c, &k);
		}
	}
	buf_free(&text);
	if (c->count > 0)
		qsort(c->list, c->count, sizeof(*c->list), by_name);
	return c;
}

void
clocks_free(struct clocks *c)
{
	if (c == NULL)
		return;
	free(c->list);
	free(c);
}

static bool
set_name(struct kept *k, int32_t device, struct ber engine, const char *user)
{
	size_t len = strlen(user);

	if (engine.len > SNMP3_ENGINE_MAX || len > SNMP3_NAME_MAX || len == 0)
		return false;
	*k = (struct kept){ .device_id = device };
	digest_hex(engine.data, engine.len, k->engine);
	digest_hex((const uint8_t *)user, len, k->user);
	return true;
}

static const struct kept *
find(const struct clocks *c, const struct kept *key)
{
	if (c->count == 0)
		return NULL;
	return bsearch(key, c->list, c->count, sizeof(*c->list), by_name);
}

bool
clocks_find(const struct clocks *c, int32_t device, struct ber engine,
    const char *user, int64_t now, struct usm_clock *out)
{
	const struct kept *k;
	struct kept key;
	int64_t past;

	if (!set_name(&key, device, engine, user))
		return false;
	k = find(c, &key);
	if (k == NULL)
		return false;
	/* A clock on the wall that was put back: as if no time had gone by. */
	past = clock_now() - k->at;
	usm_clock_set(out, k->boots, k->time, now - (past > 0 ? past : 0));
	out->latest = k->latest;
	return true;
}

static void
add_line(const struct kept *k, struct buf *out)
{
	buf_printf(out,
	    "%" PRId32 " %s %s %" PRId32 " %" PRId32 " %" PRId32 " %" PRId64
	    "\n",
	    k->device_id, k->engine, k->user, k->boots, k->time, k->latest,
	    k->at);
}

struct writing {
	struct clocks fresh;
	int64_t wall; /* less what is monotonic */
};

static void
add_peer(void *arg, const struct peer *p)
{
	const struct ber engine = { p->engine, p->engine_len };
	struct writing *w = arg;
	struct kept k;

	if (!p->clock.trusted ||
	    !set_name(&k, p->device_id, engine, p->user.name))
		return;
	k.boots = p->clock.boots;
	k.time = p->clock.time;
	k.latest = p->clock.latest;
	k.at = p->clock.at + w->wall;
	add(&w->fresh, &k);
}

void
clocks_print(
    const struct clocks *c, struct peers *peers, int64_t now, struct buf *out)
{
	struct writing w = { .wall = clock_now() - now };

	peers_each(peers, add_peer, &w);
	if (w.fresh.count > 0)
		qsort(w.fresh.list, w.fresh.count, sizeof(*w.fresh.list),
		    by_name);
	for (size_t i = 0; i < w.fresh.count; i++)
		add_line(&w.fresh.list[i], out);
	for (size_t i = 0; i < c->count; i++) {
		if (find(&w.fresh, &c->list[i]) == NULL)
			add_line(&c->list[i], out);
	}
	free(w.fresh.list);
}
