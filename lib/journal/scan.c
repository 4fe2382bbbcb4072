/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/scan.h"

#include <unistd.h>

#include "lib/base/err.h"
#include "lib/base/log.h"

/* Room for the longest record, so that one filling always shows it whole. */
enum { WINDOW_LEN = RECORD_HEADER_LEN + RECORD_PAYLOAD_MAX + RECORD_ALIGN };

static int
fill(struct scan *s)
{
	size_t want = WINDOW_LEN;
	uint8_t *room;
	ssize_t n;

	buf_clear(&s->window);
	s->window_at = s->offset;
	if (s->offset >= s->limit)
		return ERR_OK;
	if (want > s->limit - s->offset)
		want = s->limit - s->offset;
	while (want > 0) {
		room = buf_extend(&s->window, want);
		s->window.len -= want;
		n = pread(
		    s->fd, room, want, (off_t)(s->window_at + s->window.len));
		if (n == -1) {
			log_warn("journal: read");
			return ERR_IO;
		}
		if (n == 0)
			break;
		s->window.len += (size_t)n;
		want -= (size_t)n;
	}
	return ERR_OK;
}

/* The bytes from offset on that are in the window. */
static const uint8_t *
window_from(const struct scan *s, size_t *len)
{
	uint64_t skip = s->offset - s->window_at;

	if (s->offset < s->window_at || skip >= s->window.len) {
		*len = 0;
		return NULL;
	}
	*len = s->window.len - skip;
	return s->window.data + skip;
}

static int
decode_at_offset(struct scan *s, struct record *out)
{
	const uint8_t *data;
	size_t len;

	data = window_from(s, &len);
	if (len == 0)
		return ERR_AGAIN;
	return record_decode(data, len, s->seed, out);
}

int
scan_next(struct scan *s, struct record *out)
{
	size_t len;
	int rc;

	rc = decode_at_offset(s, out);
	if (rc == ERR_AGAIN) {
		rc = fill(s);
		if (rc < 0)
			return rc;
		rc = decode_at_offset(s, out);
		(void)window_from(s, &len);
		if (rc == ERR_AGAIN && len == 0)
			return ERR_NOTFOUND;
	}
	if (rc == ERR_OK)
		s->offset += out->size;
	return rc;
}

int
scan_resync(struct scan *s)
{
	struct record rec;
	int rc;

	for (;;) {
		s->offset += RECORD_ALIGN;
		rc = scan_next(s, &rec);
		if (rc == ERR_OK)
			s->offset -= rec.size;
		if (rc == ERR_OK || rc == ERR_NOTFOUND || rc == ERR_IO)
			return rc;
	}
}
