/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/declared.h"

#include <stdbool.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/journal/browse.h"
#include "lib/journal/checkpoint.h"
#include "lib/journal/keys.h"
#include "lib/journal/record.h"

/* Parts stand in their order; one that was written twice is passed over. */
struct search {
	struct buf request;
	size_t found; /* so much of it was declared */
	struct key_list keys;
};

static void
take_part(struct search *s, const struct record *rec)
{
	struct record part;
	size_t at = s->found;

	if (redaction_next(&s->request, &at, &part) == ERR_OK &&
	    part.len == rec->len &&
	    memcmp(part.payload, rec->payload, rec->len) == 0)
		s->found = at;
}

static bool
is_end(struct search *s, const struct browse_item *item)
{
	if (item->rec.type == RECORD_REDACTION)
		take_part(s, &item->rec);
	return item->rec.type == RECORD_CHECKPOINT &&
	    s->found == s->request.len &&
	    checkpoint_check_listed(item->rec.payload, item->uuid, &s->keys) ==
	    ERR_OK;
}

int
declared_find(const char *dir, const struct redaction *r,
    const struct redaction_entry *list)
{
	struct search s = { 0 };
	struct browse *b = NULL;
	struct browse_item item;
	int rc;

	rc = redaction_request(r, list, &s.request);
	if (rc == ERR_OK)
		rc = key_list_read(dir, &s.keys);
	if (rc == ERR_OK)
		rc = browse_open(dir, 0, &b);
	while (rc == ERR_OK && (rc = browse_next(b, &item)) == ERR_OK)
		if (is_end(&s, &item))
			break;
	browse_close(b);
	key_list_free(&s.keys);
	buf_free(&s.request);
	return rc;
}
