/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/redaction.h"

#include <endian.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/base/utf8.h"
#include "lib/journal/record.h"

enum { ENTRY_LEN = 16 + DIGEST_LEN, REQUEST_MAX = 64 << 20 };

struct input {
	const uint8_t *at;
	size_t left;
	int rc;
};

static uint64_t
take(struct input *in, size_t bytes)
{
	uint64_t v = 0;

	if (in->left < bytes) {
		in->rc = ERR_PARSE;
		return 0;
	}
	in->left -= bytes;
	while (bytes-- > 0)
		v = v << 8 | *in->at++;
	return v;
}

static void
take_text(struct input *in, struct redaction_text *out)
{
	size_t len = take(in, 2);

	if (len > in->left || len > REDACTION_TEXT_MAX ||
	    !utf8_valid((const char *)in->at, len)) {
		in->rc = ERR_PARSE;
		return;
	}
	*out = (struct redaction_text){ (const char *)in->at, len };
	in->at += len;
	in->left -= len;
}

static void
add_text(struct buf *out, const struct redaction_text *t)
{
	size_t len = utf8_cut(t->at, t->len, REDACTION_TEXT_MAX);

	buf_add_be16(out, (uint16_t)len);
	buf_add(out, t->at, len);
}

void
redaction_encode(const struct redaction *r, const struct redaction_entry *list,
    struct buf *out)
{
	buf_add_be64(out, (uint64_t)r->at);
	buf_add_be32(out, (uint32_t)r->count);
	add_text(out, &r->by);
	add_text(out, &r->reason);
	add_text(out, &r->policy);
	for (size_t i = 0; i < r->count; i++) {
		buf_add_be64(out, list[i].seq);
		buf_add_be64(out, (uint64_t)list[i].at);
		buf_add(out, list[i].hash, DIGEST_LEN);
	}
}

int
redaction_decode(const uint8_t *payload, size_t len, struct redaction *out)
{
	struct input in = { payload, len, ERR_OK };

	*out = (struct redaction){ .at = (int64_t)take(&in, 8),
		.count = take(&in, 4) };
	take_text(&in, &out->by);
	take_text(&in, &out->reason);
	take_text(&in, &out->policy);
	out->entries = in.at;
	if (in.rc == ERR_OK &&
	    (out->count > REDACTION_ENTRIES_MAX ||
		in.left != out->count * ENTRY_LEN))
		in.rc = ERR_PARSE;
	return in.rc;
}

void
redaction_entry(
    const struct redaction *r, size_t i, struct redaction_entry *out)
{
	struct input in = { r->entries + i * ENTRY_LEN, ENTRY_LEN, ERR_OK };

	out->seq = take(&in, 8);
	out->at = (int64_t)take(&in, 8);
	memcpy(out->hash, in.at, DIGEST_LEN);
}

static int
path_of(const char *dir, char out[PATH_MAX])
{
	if (snprintf(out, PATH_MAX, "%s/redact", dir) < PATH_MAX)
		return ERR_OK;
	log_warnx("journal %s: the path is too long", dir);
	return ERR_RANGE;
}

int
redaction_request(const struct redaction *r, const struct redaction_entry *list,
    struct buf *out)
{
	struct redaction part = *r, read;
	struct buf one = { 0 };
	int rc = r->count == 0 ? ERR_PARSE : ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < r->count; i += part.count) {
		part.count = r->count - i;
		if (part.count > REDACTION_ENTRIES_MAX)
			part.count = REDACTION_ENTRIES_MAX;
		buf_clear(&one);
		redaction_encode(&part, list + i, &one);
		/* The writer would take it away. */
		rc = redaction_decode(one.data, one.len, &read);
		buf_add_be32(out, (uint32_t)one.len);
		buf_add(out, one.data, one.len);
	}
	/* Its beginning could not be told from its end. */
	if (rc == ERR_OK && out->len > REQUEST_MAX)
		rc = ERR_RANGE;
	buf_free(&one);
	return rc;
}

int
redaction_next(const struct buf *request, size_t *at, struct record *out)
{
	uint32_t len;

	if (*at == request->len)
		return ERR_NOTFOUND;
	if (request->len - *at < sizeof(len))
		return ERR_PARSE;
	memcpy(&len, request->data + *at, sizeof(len));
	len = be32toh(len);
	if (len > request->len - *at - sizeof(len))
		return ERR_PARSE;
	*out = (struct record){ .type = RECORD_REDACTION,
		.payload = request->data + *at + sizeof(len),
		.len = len };
	*at += sizeof(len) + len;
	return ERR_OK;
}

int
redaction_check(const struct buf *request)
{
	struct record one;
	struct redaction r;
	size_t at = 0;
	int rc;

	while ((rc = redaction_next(request, &at, &one)) == ERR_OK)
		if (redaction_decode(one.payload, one.len, &r) < 0)
			return ERR_PARSE;
	/* One that asks for nothing is none. */
	return rc == ERR_NOTFOUND && at > 0 ? ERR_OK : ERR_PARSE;
}

int
redaction_ask(const char *dir, const struct redaction *r,
    const struct redaction_entry *list)
{
	struct buf all = { 0 };
	char path[PATH_MAX];
	int rc = path_of(dir, path);

	if (rc == ERR_OK)
		rc = redaction_request(r, list, &all);
	if (rc == ERR_OK)
		rc = file_write(path, all.data, all.len, 0600);
	buf_free(&all);
	return rc;
}

int
redaction_take(const char *dir, struct buf *out)
{
	char path[PATH_MAX];
	int rc = path_of(dir, path);

	buf_clear(out);
	if (rc < 0)
		return rc;
	if (access(path, F_OK) == -1)
		return ERR_NOTFOUND;
	rc = file_read(path, REQUEST_MAX, out);
	if (rc == ERR_OK)
		rc = redaction_check(out);
	if (rc == ERR_PARSE || rc == ERR_RANGE) {
		log_warnx(
		    "journal %s: not a request to redact, taken away", path);
		(void)redaction_done(dir);
	}
	return rc;
}

int
redaction_done(const char *dir)
{
	char path[PATH_MAX];
	int rc = path_of(dir, path);

	if (rc < 0)
		return rc;
	if (unlink(path) == -1 && errno != ENOENT) {
		log_warn("journal %s", path);
		return ERR_IO;
	}
	return ERR_OK;
}
