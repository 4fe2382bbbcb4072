/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/speech.h"

#include <stdlib.h>

#include "collector/listen/connection.h"
#include "collector/listen/intake.h"
#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/model/observation.h"
#include "lib/wire/relp.h"

/*
 * A message is acknowledged when it survives a crash, and not before: those
 * that wait stand in a queue in the order in which they came. A sender has a
 * window of its own, usually 128 to some thousands; who sends on without any
 * acknowledgement is not heard until some are safe.
 */
enum { WAITING_MAX = 64 << 10, WAITING_FIRST = 256 };

struct waiting {
	uint64_t taken; /* intake_taken after it */
	uint32_t txnr;
};

struct session {
	struct connection *c;
	bool is_open, is_closing;
	bool is_full; /* WAITING_MAX: the rest stays unread */
	uint32_t close_txnr;
	size_t skip; /* of a message that is too long, its end included */
	struct waiting *queue; /* a ring */
	size_t first, count, room;
	struct buf out;
};

static void *
begin(struct connection *c)
{
	struct session *s = mem_new(1, sizeof(*s));

	s->c = c;
	return s;
}

static void
grow(struct session *s)
{
	size_t room = s->room == 0 ? WAITING_FIRST : 2 * s->room;
	struct waiting *queue = mem_new(room, sizeof(*queue));

	for (size_t i = 0; i < s->count; i++)
		queue[i] = s->queue[(s->first + i) % s->room];
	free(s->queue);
	s->queue = queue;
	s->first = 0;
	s->room = room;
}

static void
add_waiting(struct session *s, uint32_t txnr)
{
	if (s->count == s->room)
		grow(s);
	s->queue[(s->first + s->count++) % s->room] =
	    (struct waiting){ intake_taken(connection_intake(s->c)), txnr };
}

/* Answers what is safe, and a farewell after the last. */
static void
answer(void *state)
{
	struct session *s = state;
	uint64_t safe = intake_safe(connection_intake(s->c));

	while (s->count > 0 && s->queue[s->first].taken <= safe) {
		relp_add_answer(&s->out, s->queue[s->first].txnr, "200 OK");
		s->first = (s->first + 1) % s->room;
		s->count--;
	}
	if (s->is_full && s->count < WAITING_MAX) {
		s->is_full = false;
		connection_read_again(s->c);
	}
	if (s->is_closing && s->count == 0 && s->is_open) {
		relp_add_answer(&s->out, s->close_txnr, NULL);
		relp_add_goodbye(&s->out);
		s->is_open = false;
	}
	if (s->count > 0)
		intake_hurry(connection_intake(s->c));
	if (s->out.len == 0)
		return;
	connection_send(s->c, s->out.data, s->out.len);
	buf_clear(&s->out);
	if (s->is_closing && !s->is_open)
		connection_end(s->c);
}

static bool
keep(struct session *s, const struct relp_frame *f)
{
	s->is_full = s->count >= WAITING_MAX;
	if (s->is_full)
		return false;
	/* An empty message is none, but it is answered. */
	if (f->len > 0 &&
	    !connection_keep(
		s->c, f->data, f->len, f->rest > 0 ? MESSAGE_TRUNCATED : 0))
		return false;
	add_waiting(s, f->txnr);
	return true;
}

/* ERR_AGAIN: no room, it stays where it is. */
static int
obey(struct session *s, const struct relp_frame *f)
{
	switch (f->command) {
	case RELP_OPEN:
		s->is_open = true;
		relp_add_welcome(&s->out, f->txnr, PACKAGE_NAME);
		return ERR_OK;
	case RELP_SYSLOG:
		if (!s->is_open)
			return ERR_PARSE;
		return keep(s, f) ? ERR_OK : ERR_AGAIN;
	case RELP_CLOSE:
		if (!s->is_open)
			return ERR_PARSE;
		s->is_closing = true;
		s->close_txnr = f->txnr;
		return ERR_OK;
	case RELP_OTHER:
		break;
	}
	if (f->txnr != 0)
		relp_add_answer(&s->out, f->txnr, "500 not known here");
	return ERR_OK;
}

static size_t
pass_over(struct session *s, size_t len)
{
	size_t n = s->skip < len ? s->skip : len;

	s->skip -= n;
	return n;
}

static int
take(void *state, const uint8_t *data, size_t len, bool at_end,
    struct speech_taken *out)
{
	struct session *s = state;
	struct relp_frame f;
	int rc = ERR_OK;

	/* What would no more be answered is sent again, elsewhere. */
	if (at_end)
		return ERR_AGAIN;
	out->why = "bytes that are not RELP";
	while (rc == ERR_OK && !s->is_closing) {
		out->used += pass_over(s, len - out->used);
		if (out->used == len)
			break;
		rc = relp_take(data + out->used, len - out->used,
		    connection_message_max(s->c), &f);
		if (rc == ERR_OK)
			rc = obey(s, &f);
		if (rc < 0)
			break;
		out->used += f.used;
		out->any = true;
		s->skip = f.rest > 0 ? f.rest + 1 : 0;
	}
	out->inside = out->used < len || s->skip > 0;
	answer(s);
	return rc == ERR_PARSE ? ERR_PARSE : ERR_AGAIN;
}

static void
end(void *state)
{
	struct session *s = state;

	buf_free(&s->out);
	free(s->queue);
	free(s);
}

const struct speech speech_relp = { begin, take, answer, end };
