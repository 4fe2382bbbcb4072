/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/recording.h"

#include <stdbool.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/wire/recording_value.h"
#include "lib/wire/snapshot.h"
#include "lib/wire/varbind.h"
#include "lib/wire/walk_text.h"

/* Copies text..end as a string; false when it does not fit. */
static bool
copy_field(const char *text, const char *end, char *out, size_t cap)
{
	size_t len = (size_t)(end - text);

	if (len >= cap || memchr(text, '\0', len) != NULL)
		return false;
	memcpy(out, text, len);
	out[len] = '\0';
	return true;
}

static int
add_line(struct snapshot *s, const char *line, size_t len, struct buf *scratch,
    const char **reason)
{
	char oid[OID_TEXT_MAX], type[8];
	const char *end = line + len, *first, *second;
	struct varbind vb;

	*reason = "not OID|TYPE|VALUE";
	first = memchr(line, '|', len);
	if (first == NULL || !copy_field(line, first, oid, sizeof(oid)))
		return ERR_PARSE;
	first++;
	second = memchr(first, '|', (size_t)(end - first));
	if (second == NULL || !copy_field(first, second, type, sizeof(type)))
		return ERR_PARSE;
	second++;

	buf_clear(scratch);
	if (recording_value(oid, type, second, (size_t)(end - second), scratch,
		&vb, reason) < 0)
		return ERR_PARSE;
	snapshot_add(s, &vb);
	return ERR_OK;
}

/* Adds what can be read; the others are told, and counted. */
static unsigned
read_lines(struct snapshot *s, const char *text, size_t len,
    recording_fault *on_fault, void *arg)
{
	struct buf scratch = { 0 };
	const char *p, *end = text + len, *stop, *reason;
	unsigned line = 0, faults = 0;
	size_t n;

	for (p = text; p < end; p = stop + 1) {
		line++;
		stop = memchr(p, '\n', (size_t)(end - p));
		stop = stop == NULL ? end : stop;
		n = (size_t)(stop - p);
		n -= n > 0 && p[n - 1] == '\r';
		if (n == 0 || *p == '#')
			continue;
		if (add_line(s, p, n, &scratch, &reason) == ERR_OK)
			continue;
		faults++;
		if (on_fault != NULL)
			on_fault(arg, line, reason);
	}
	buf_free(&scratch);
	return faults;
}

int
recording_parse(const char *text, size_t len, recording_fault *on_fault,
    void *arg, struct snapshot **out)
{
	struct snapshot *s = snapshot_new();
	unsigned faults;

	text = len == 0 ? "" : text; /* an empty buf has no bytes at all */
	if (walk_text_is(text, len))
		faults = walk_text_read(s, text, len, on_fault, arg);
	else
		faults = read_lines(s, text, len, on_fault, arg);
	snapshot_sort(s);
	if (faults > 0 && snapshot_count(s) == 0) {
		snapshot_free(s);
		return ERR_PARSE;
	}
	*out = s;
	return ERR_OK;
}

static void
warn_fault(void *path, unsigned line, const char *reason)
{
	log_warnx(
	    "%s:%u: %s, line left out", *(const char **)path, line, reason);
}

int
recording_load(const char *path, struct snapshot **out)
{
	struct buf text = { 0 };
	int rc;

	rc = file_read(path, RECORDING_FILE_MAX, &text);
	if (rc == ERR_OK) {
		rc = recording_parse(
		    (const char *)text.data, text.len, warn_fault, &path, out);
		if (rc < 0)
			log_warnx("%s: holds no binding", path);
	}
	buf_free(&text);
	return rc;
}

/* One line, nothing that a reader would change: else in hexadecimal. */
static bool
is_plain(const struct value *v)
{
	for (size_t i = 0; i < v->len; i++) {
		if (v->data[i] < ' ' || v->data[i] > '~')
			return false;
	}
	return v->type == VALUE_STRING;
}

void
recording_print(const struct varbind *vb, struct buf *out)
{
	const struct value *v = &vb->value;
	char name[OID_TEXT_MAX];
	bool octets = v->type == VALUE_STRING || v->type == VALUE_OPAQUE;

	if (!value_is_real(v))
		return;
	buf_printf(out, "%s|%d", oid_print(vb->oid, name), (int)v->type);
	if (!octets) {
		buf_add_u8(out, '|');
		value_print(v, out);
	} else if (is_plain(v)) {
		buf_add_u8(out, '|');
		buf_add(out, v->data, v->len);
	} else {
		buf_add_str(out, "x|");
		for (size_t i = 0; i < v->len; i++)
			buf_printf(out, "%02x", v->data[i]);
	}
	buf_add_u8(out, '\n');
}
