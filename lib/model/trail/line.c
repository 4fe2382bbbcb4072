/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/trail/line.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"

static void
add_line(struct buf *out, struct json *o)
{
	char *line = json_line(o);

	buf_add_str(out, line);
	buf_add_u8(out, '\n');
	free(line);
	json_free(o);
}

void
trail_line_add_head(
    struct buf *out, int64_t tenant, const char *organisation, int64_t exported)
{
	struct json *o = json_new_object();

	json_put_int(o, "trail", TRAIL_FORMAT);
	json_put_int(o, "tenant", tenant);
	json_put_text(o, "organisation", organisation);
	json_put_time(o, "exported", exported);
	add_line(out, o);
}

void
trail_line_add_row(struct buf *out, const struct trail_row *row)
{
	struct json *o = json_new_object();
	char hex[DIGEST_HEX_MAX];

	json_put_int(o, "seq", row->seq);
	json_put_time(o, "at", row->at);
	json_put_text(o, "actor", row->actor);
	json_put_text(o, "action", row->what.action);
	json_put_text(o, "object", row->what.object);
	json_put_text(o, "detail", row->what.detail);
	json_put_text(o, "reason", row->what.reason);
	json_put_text(o, "prev", digest_hex(row->prev, DIGEST_LEN, hex));
	json_put_text(o, "hash", digest_hex(row->hash, DIGEST_LEN, hex));
	add_line(out, o);
}

void
trail_line_add_end(struct buf *out, const struct trail_point *end)
{
	struct json *o = json_new_object();
	char text[TRAIL_POINT_TEXT_MAX];

	json_put_text(o, "end", trail_point_format(end, text));
	add_line(out, o);
}

static int
take_text(const struct json *o, const char *key, const char **out)
{
	*out = json_get_text(o, key);
	return *out == NULL ? ERR_PARSE : ERR_OK;
}

static int
take_time(const struct json *o, const char *key, int64_t *out)
{
	const char *text = json_get_text(o, key);

	return text == NULL || clock_parse(text, out) < 0 ? ERR_PARSE : ERR_OK;
}

static int
take_hash(const struct json *o, const char *key, uint8_t out[DIGEST_LEN])
{
	const char *text = json_get_text(o, key);

	return text == NULL || digest_from_hex(text, out, DIGEST_LEN) < 0
	    ? ERR_PARSE
	    : ERR_OK;
}

static int
take_row(const struct json *o, struct trail_row *row)
{
	row->seq = json_get_int(o, "seq", 0);
	row->what.reason = json_get_text(o, "reason");
	if (row->seq < 1 || take_time(o, "at", &row->at) < 0 ||
	    take_text(o, "actor", &row->actor) < 0 ||
	    take_text(o, "action", &row->what.action) < 0 ||
	    take_text(o, "object", &row->what.object) < 0 ||
	    take_text(o, "detail", &row->what.detail) < 0 ||
	    take_hash(o, "prev", row->prev) < 0 ||
	    take_hash(o, "hash", row->hash) < 0)
		return ERR_PARSE;
	return ERR_OK;
}

int
trail_line_parse(
    const char *name, const char *text, size_t len, struct trail_line *out)
{
	const char *end;
	int rc = json_parse(name, text, len, &out->json);

	if (rc < 0)
		return rc;
	end = json_get_text(out->json, "end");
	if (end != NULL) {
		out->kind = TRAIL_LINE_END;
		return trail_point_parse(end, strlen(end), &out->end);
	}
	if (json_has(out->json, "trail")) {
		out->kind = TRAIL_LINE_HEAD;
		out->tenant = json_get_int(out->json, "tenant", 0);
		return json_get_int(out->json, "trail", 0) == TRAIL_FORMAT &&
			out->tenant > 0
		    ? ERR_OK
		    : ERR_PARSE;
	}
	out->kind = TRAIL_LINE_ROW;
	return take_row(out->json, &out->row);
}

void
trail_line_free(struct trail_line *l)
{
	json_free(l->json);
	*l = (struct trail_line){ 0 };
}
