/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/redact.h"

#include <string.h>

#include "collector/verify/context.h"
#include "collector/verify/pseudonym.h"
#include "lib/base/err.h"
#include "lib/profile/event_rules.h"
#include "lib/profile/people.h"
#include "lib/store/follow.h"

#define WITHHELD "masked: not all names in it could be found"

static int
find_all(const struct people *people, const struct stored_message *m,
    const struct event_part *who, const struct buf *raw, struct persons *found)
{
	int rc = ERR_OK;

	if (who->at != NULL)
		rc = people_add(people, who->at, who->len, found);
	if (rc == ERR_OK)
		rc = people_find(people, m->text, strlen(m->text), found);
	/* Where it had to be escaped to be a text it is another one. */
	if (rc == ERR_OK && raw->len > 0)
		rc = people_find(
		    people, (const char *)raw->data, raw->len, found);
	return rc;
}

int
redact_message(struct verify *v, const struct stored_message *m,
    const struct event_part *who, struct redacted *out)
{
	struct persons found = { 0 };
	struct buf raw = { 0 };
	int rc = follow_raw(v->db, m, &raw);

	if (rc < 0)
		goto out;
	if (find_all(v->people, m, who, &raw, &found) < 0) {
		buf_add_str(&out->text, WITHHELD);
		buf_add_str(&out->bytes, WITHHELD);
		out->is_changed = true;
		goto out;
	}
	pseudonyms_apply(v->pseudonyms, m->tenant_id, &found, m->text,
	    strlen(m->text), &out->text);
	pseudonyms_apply(v->pseudonyms, m->tenant_id, &found, raw.data, raw.len,
	    &out->bytes);
	out->is_changed = out->bytes.len != raw.len ||
	    (raw.len > 0 && memcmp(out->bytes.data, raw.data, raw.len) != 0);
out:
	buf_free(&raw);
	return rc;
}

void
redact_trap(struct verify *v, const struct stored_trap *t, const char *text,
    struct redacted *out)
{
	struct persons found = { 0 };
	size_t len = strlen(text);

	if (people_find(v->people, text, len, &found) < 0)
		buf_add_str(&out->text, WITHHELD);
	else
		pseudonyms_apply(
		    v->pseudonyms, t->tenant_id, &found, text, len, &out->text);
	out->is_changed = strcmp(buf_str(&out->text), text) != 0;
	if (out->is_changed)
		buf_add(&out->bytes, out->text.data, out->text.len);
	else
		buf_add(&out->bytes, t->varbinds, t->varbinds_len);
}

void
redacted_free(struct redacted *r)
{
	buf_free(&r->text);
	buf_free(&r->bytes);
}
