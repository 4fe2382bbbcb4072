/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/alert/channel_secret.h"

#include <stdbool.h>
#include <string.h>

#include "lib/base/box.h"
#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/hmac.h"
#include "lib/base/log.h"

/*
 * Inside the box: the SHA-256 of the row that it belongs to, and the fields as
 * they stand in memory, so that its length tells nothing.
 */
enum { ROW_LEN = 32 };

static int
hash_row(const struct channel_row *row, uint8_t out[ROW_LEN])
{
	struct buf text = { 0 };
	struct hmac_part part;
	int rc;

	buf_printf(&text, "channel %d %d %s %s", row->tenant_id,
	    row->channel_id, row->means, row->target);
	part = (struct hmac_part){ text.data, text.len };
	rc = hmac_digest(HMAC_SHA256, &part, 1, out);
	buf_free(&text);
	return rc;
}

static bool
has_ends(const struct channel_secret *s)
{
	return memchr(s->hmac, 0, sizeof(s->hmac)) != NULL &&
	    memchr(s->authorization, 0, sizeof(s->authorization)) != NULL &&
	    memchr(s->community, 0, sizeof(s->community)) != NULL &&
	    memchr(s->auth_password, 0, sizeof(s->auth_password)) != NULL &&
	    memchr(s->priv_password, 0, sizeof(s->priv_password)) != NULL;
}

int
channel_secret_seal(const uint8_t public_key[32], const struct channel_row *row,
    const struct channel_secret *s, struct buf *box)
{
	struct {
		uint8_t row[ROW_LEN];
		struct channel_secret secret;
	} plain;
	int rc = has_ends(s) ? hash_row(row, plain.row) : ERR_RANGE;

	if (rc < 0)
		return rc;
	plain.secret = *s;
	box_seal(public_key, &plain, sizeof(plain), box);
	box_wipe(&plain, sizeof(plain));
	return ERR_OK;
}

int
channel_secret_open(const struct box_keys *keys, const void *box, size_t len,
    const struct channel_row *row, struct channel_secret *out)
{
	uint8_t of[ROW_LEN];
	struct buf plain = { 0 };
	int rc = hash_row(row, of);

	if (rc == ERR_OK)
		rc = box_open(keys, box, len, &plain);
	if (rc == ERR_OK &&
	    (plain.len != ROW_LEN + sizeof(*out) ||
		memcmp(plain.data, of, ROW_LEN) != 0))
		rc = ERR_DENIED;
	if (rc == ERR_OK) {
		memcpy(out, plain.data + ROW_LEN, sizeof(*out));
		rc = has_ends(out) ? ERR_OK : ERR_DENIED;
	}
	if (rc < 0)
		log_warnx("channel %d of tenant %d: its secret is not for this "
			  "key, or not for %s",
		    row->channel_id, row->tenant_id, row->target);
	if (plain.data != NULL)
		box_wipe(plain.data, plain.cap);
	buf_free(&plain);
	return rc;
}

void
channel_secret_wipe(struct channel_secret *s)
{
	box_wipe(s, sizeof(*s));
}
