/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/base/err.h"
#include "lib/base/pack.h"
#include "lib/journal/anchor.h"
#include "lib/journal/checkpoint.h"
#include "lib/journal/redaction.h"
#include "lib/journal/scan.h"
#include "lib/journal/segment.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
look_at_redaction(const struct record *rec)
{
	struct redaction_entry e;
	struct redaction r;

	if (redaction_decode(rec->payload, rec->len, &r) < 0)
		return;
	for (size_t i = 0; i < r.count; i++)
		redaction_entry(&r, i, &e);
}

static void
look_at(uint8_t chain[DIGEST_LEN], const struct record *rec)
{
	static const uint8_t key[SIGN_PUBLIC_LEN], uuid[JOURNAL_UUID_LEN];
	struct checkpoint c;
	struct gap gap;

	record_chain(chain, rec);
	if (rec->type == RECORD_CHECKPOINT) {
		checkpoint_decode(rec->payload, &c);
		if (checkpoint_check(rec->payload, uuid, key) == ERR_OK)
			abort(); /* a signature out of nothing */
	} else if (rec->type == RECORD_GAP) {
		gap_decode(rec->payload, &gap);
	} else if (rec->type == RECORD_REDACTION) {
		look_at_redaction(rec);
	}
}

/* A walk over any bytes ends, and never passes their end. */
static void
walk(int fd, uint32_t seed, uint64_t len)
{
	struct scan s = { .fd = fd, .seed = seed, .limit = UINT64_MAX };
	uint8_t chain[DIGEST_LEN] = { 0 };
	struct record rec;
	int rc;

	do {
		rc = scan_next(&s, &rec);
		if (rc == ERR_OK)
			look_at(chain, &rec);
		else if (rc == ERR_CORRUPT || rc == ERR_AGAIN)
			rc = scan_resync(&s);
		if (rc == ERR_OK && s.offset > len)
			abort();
	} while (rc == ERR_OK);
	buf_free(&s.window);
}

/* A few bytes may claim to be many. */
static void
unpack(int fd)
{
	int to = memfd_create("unpacked", MFD_CLOEXEC);

	if (to == -1 || lseek(fd, 0, SEEK_SET) == -1)
		abort();
	(void)unpack_file(fd, to, 1 << 20);
	if (lseek(to, 0, SEEK_END) > 1 << 20)
		abort();
	close(to);
}

static void
find_anchors(const uint8_t *data, size_t len)
{
	struct anchor *list, again;
	char text[ANCHOR_TEXT_MAX];
	size_t n, line;

	if (anchor_find_all((const char *)data, len, &list, &n, &line) < 0)
		return;
	for (size_t i = 0; i < n; i++) {
		anchor_format(&list[i], text);
		if (anchor_parse(text, strlen(text), &again) < 0)
			abort();
	}
	free(list);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct segment_header h = { 0 };
	int fd;

	(void)segment_decode_header(data, len, &h);
	fd = memfd_create("journal", MFD_CLOEXEC);
	if (fd == -1 || write(fd, data, len) != (ssize_t)len)
		abort();
	walk(fd, 0, len);
	walk(fd, segment_seed(&h), len);
	unpack(fd);
	find_anchors(data, len);
	close(fd);
	return 0;
}
