/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/udp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/config.h"
#include "collector/datagrams.h"
#include "collector/listen/intake.h"
#include "lib/base/mem.h"

struct udp {
	struct datagrams *datagrams;
	int listener;
	const struct config_listen *listen;
	const char *name;
	struct intake *in;
	uint64_t unkept; /* read when the journal had no room */
};

static void
on_datagram(void *arg, const struct datagram *d)
{
	struct udp *u = arg;
	struct message m = { .transport = MESSAGE_UDP,
		.listener = (uint16_t)u->listener,
		.from = d->from,
		.bytes = d->data,
		.len = d->len };

	if (d->cut || m.len > (size_t)u->listen->message_max) {
		m.flags |= MESSAGE_TRUNCATED;
		if (m.len > (size_t)u->listen->message_max)
			m.len = (size_t)u->listen->message_max;
	}
	if (config_is_relay(u->listen, &d->from, NULL, 0))
		m.flags |= MESSAGE_RELAYED;
	if (!intake_message(u->in, &u->listen->space, &m, d->at))
		u->unkept++;
}

static bool
has_room(void *arg)
{
	struct udp *u = arg;

	if (u->unkept > 0 &&
	    intake_loss(
		u->in, &u->listen->space, LOSS_JOURNAL, u->unkept, u->name))
		u->unkept = 0;
	return intake_pause(u->in) != INTAKE_WAITS;
}

static bool
on_lost(void *arg, uint32_t count)
{
	struct udp *u = arg;

	return intake_loss(
	    u->in, &u->listen->space, LOSS_SOCKET, count, u->name);
}

static void
on_note(void *arg, const char *path, const void *data, size_t len)
{
	struct udp *u = arg;

	intake_note(u->in, path, data, len);
}

static void
use_address(struct udp *u, const struct config_address *a, int listener)
{
	u->listener = listener;
	u->listen = a->listen;
	u->name = a->text;
}

bool
udp_adopt(struct udp *u, const struct config_address *a, int listener)
{
	if (strcmp(u->name, a->text) != 0)
		return false;
	use_address(u, a, listener);
	return true;
}

struct udp *
udp_start(int fd, const struct config_address *a, int listener,
    struct intake *in, struct event_base *base)
{
	struct udp *u = mem_new(1, sizeof(*u));
	const struct datagrams_hooks hooks = { on_datagram, has_room, on_lost,
		on_note, u };
	char kept[32], name[128];

	snprintf(kept, sizeof(kept), "dropped.%d", listener);
	snprintf(name, sizeof(name), "listen udp %s", a->text);
	use_address(u, a, listener);
	u->in = in;
	u->datagrams =
	    datagrams_start(fd, name, intake_path(in, kept), &hooks, base);
	return u;
}

void
udp_pause(struct udp *u, bool pause)
{
	datagrams_pause(u->datagrams, pause);
}

void
udp_stop(struct udp *u)
{
	if (u == NULL)
		return;
	(void)has_room(u); /* what was not kept is told */
	datagrams_stop(u->datagrams);
	free(u);
}
