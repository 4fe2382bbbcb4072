/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/speech.h"

#include <stdlib.h>

#include "collector/listen/connection.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/model/observation.h"
#include "lib/wire/frame.h"

struct syslog_stream {
	struct connection *c;
	struct framer framer;
};

static void *
begin(struct connection *c)
{
	struct syslog_stream *s = mem_new(1, sizeof(*s));

	s->c = c;
	s->framer.max = connection_message_max(c);
	return s;
}

static uint16_t
flags_of(const struct syslog_stream *s, const struct frame *f)
{
	uint16_t flags = 0;

	if (f->truncated)
		flags |= MESSAGE_TRUNCATED;
	if (f->partial)
		flags |= MESSAGE_PARTIAL;
	if (s->framer.framing == FRAMING_OCTETS)
		flags |= MESSAGE_OCTET;
	return flags;
}

static int
take(void *state, const uint8_t *data, size_t len, bool at_end,
    struct speech_taken *out)
{
	struct syslog_stream *s = state;
	struct framer before;
	struct frame f;
	int rc;

	do {
		before = s->framer;
		rc = framer_next(
		    &s->framer, data + out->used, len - out->used, at_end, &f);
		if (f.message != NULL &&
		    !connection_keep(s->c, f.message, f.len, flags_of(s, &f))) {
			/* No room: it stays where it is, unread. */
			s->framer = before;
			return ERR_AGAIN;
		}
		out->any |= f.message != NULL;
		out->used += f.used;
	} while (rc == ERR_OK);
	out->inside =
	    out->used < len || s->framer.skip > 0 || s->framer.skip_line;
	out->why = "bytes that are not syslog";
	return rc;
}

static void
end(void *state)
{
	free(state);
}

const struct speech speech_syslog = { begin, take, NULL, end };
