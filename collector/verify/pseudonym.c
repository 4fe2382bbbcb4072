/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/pseudonym.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "lib/base/box.h"
#include "lib/base/buf.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/hmac.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/profile/people.h"

/* SHOWN_LEN: two of a million persons are alike once in a million times. */
enum { KEY_LEN = 32, KEY_FILE_MAX = 256, SHOWN_LEN = 8 };

struct pseudonyms {
	uint8_t key[KEY_LEN];
};

static int
make_key(struct pseudonyms *p, const char *path)
{
	char line[2 * KEY_LEN + 2];
	int rc;

	if (getrandom(p->key, KEY_LEN, 0) != KEY_LEN)
		fatal("getrandom");
	digest_hex(p->key, KEY_LEN, line);
	line[2 * KEY_LEN] = '\n';
	rc = file_write(path, line, 2 * KEY_LEN + 1, 0600);
	box_wipe(line, sizeof(line));
	return rc;
}

static int
load_key(struct pseudonyms *p, const char *path)
{
	struct buf text = { 0 };
	int rc = file_check_private(path);

	if (rc == ERR_OK)
		rc = file_read(path, KEY_FILE_MAX, &text);
	while (text.len > 0 && isspace(text.data[text.len - 1]))
		text.len--;
	if (rc == ERR_OK &&
	    digest_from_hex(buf_str(&text), p->key, KEY_LEN) < 0) {
		log_warnx("%s:1: not a key: %d hexadecimal digits expected",
		    path, 2 * KEY_LEN);
		rc = ERR_PARSE;
	}
	if (text.data != NULL)
		box_wipe(text.data, text.cap);
	buf_free(&text);
	return rc;
}

int
pseudonyms_open(const char *path, struct pseudonyms **out)
{
	struct pseudonyms *p = mem_new(1, sizeof(*p));
	int rc;

	if (access(path, F_OK) == 0)
		rc = load_key(p, path);
	else
		rc = make_key(p, path);
	if (rc < 0)
		pseudonyms_close(p);
	else
		*out = p;
	return rc;
}

void
pseudonyms_close(struct pseudonyms *p)
{
	if (p == NULL)
		return;
	box_wipe(p, sizeof(*p));
	free(p);
}

char *
pseudonym_of(const struct pseudonyms *p, int tenant, const char *name,
    size_t len, char out[PSEUDONYM_MAX])
{
	uint8_t digest[HMAC_LEN_MAX];
	char hex[2 * SHOWN_LEN + 1], prefix[16];
	struct buf lower = { 0 };

	for (size_t i = 0; i < len; i++)
		buf_add_u8(&lower, (uint8_t)tolower((unsigned char)name[i]));
	/* A key of its own for each tenant: pseudonyms of two say nothing of
	 * whether it is the same person. */
	snprintf(prefix, sizeof(prefix), "%d:", tenant);
	if (hmac_of(HMAC_SHA256, p->key, KEY_LEN,
		(const struct hmac_part[]){
		    { prefix, strlen(prefix) }, { lower.data, lower.len } },
		2, digest) < 0)
		fatalx("pseudonyms: no SHA-256");
	snprintf(
	    out, PSEUDONYM_MAX, "user-%s", digest_hex(digest, SHOWN_LEN, hex));
	buf_free(&lower);
	return out;
}

struct put {
	const struct pseudonyms *pseudonyms;
	int tenant;
};

static void
put_pseudonym(void *data, const struct person *one, struct buf *out)
{
	const struct put *p = data;
	char text[PSEUDONYM_MAX];

	buf_add_str(out,
	    pseudonym_of(p->pseudonyms, p->tenant, one->name, one->len, text));
}

void
pseudonyms_apply(const struct pseudonyms *p, int tenant,
    const struct persons *who, const void *text, size_t len, struct buf *out)
{
	struct put put = { p, tenant };

	people_replace(who, text, len, put_pseudonym, &put, out);
}
