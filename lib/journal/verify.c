/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/verify.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/journal/scan.h"
#include "lib/journal/segment.h"

struct verifier {
	struct journal_report *report;
	struct segment_header header; /* of the segment at hand */
	bool has_before;              /* there was one before it */
	bool sealed_before;
	uint64_t next_seq;
	uint8_t chain[DIGEST_LEN];
	uint64_t records; /* in the segment at hand */
	bool is_sealed;
};

static void LOG_FORMAT(3, 4)
    fault(struct verifier *v, uint64_t offset, const char *fmt, ...)
{
	struct journal_report *r = v->report;
	va_list ap;

	if (r->faults++ > 0)
		return;
	r->segment = v->header.segment;
	r->offset = offset;
	va_start(ap, fmt);
	vsnprintf(r->why, sizeof(r->why), fmt, ap);
	va_end(ap);
}

static void
check_header(struct verifier *v)
{
	const struct segment_header *h = &v->header;

	if (!v->has_before) {
		memcpy(v->chain, h->chain, DIGEST_LEN);
		v->next_seq = h->first_seq;
		v->report->first_seq = h->first_seq;
		return;
	}
	if (!v->sealed_before)
		fault(v, 0, "the segment before it has no seal");
	if (memcmp(v->chain, h->chain, DIGEST_LEN) != 0)
		fault(v, 0, "does not follow from the segment before it");
	if (h->first_seq != v->next_seq)
		fault(v, 0, "begins with record %llu, not %llu",
		    (unsigned long long)h->first_seq,
		    (unsigned long long)v->next_seq);
	memcpy(v->chain, h->chain, DIGEST_LEN);
	v->next_seq = h->first_seq;
}

static void
check_seal(struct verifier *v, const struct record *rec, uint64_t at)
{
	uint64_t count = 0;

	for (size_t i = DIGEST_LEN; i < SEAL_LEN; i++)
		count = count << 8 | rec->payload[i];
	if (memcmp(rec->payload, v->chain, DIGEST_LEN) != 0)
		fault(v, at, "the seal's hash is not that of the records");
	if (count != v->records)
		fault(v, at, "the seal counts %llu records, there are %llu",
		    (unsigned long long)count, (unsigned long long)v->records);
	v->is_sealed = true;
}

static void
check_record(struct verifier *v, const struct record *rec, uint64_t at)
{
	if (v->is_sealed)
		fault(v, at, "a record behind the seal");
	if (rec->type == RECORD_SEAL) {
		check_seal(v, rec, at);
		return;
	}
	if (rec->seq != v->next_seq)
		fault(v, at, "record %llu where %llu should be",
		    (unsigned long long)rec->seq,
		    (unsigned long long)v->next_seq);
	v->next_seq = rec->seq + 1;
	v->records++;
	v->report->redacted += rec->type == RECORD_REDACTED;
	record_chain(v->chain, rec);
}

static int
check_segment(struct verifier *v, int fd)
{
	struct scan s = { .fd = fd,
		.seed = segment_seed(&v->header),
		.offset = SEGMENT_HEADER_LEN,
		.limit = UINT64_MAX };
	struct record rec;
	uint64_t at;
	int rc;

	v->records = 0;
	v->is_sealed = false;
	for (;;) {
		at = s.offset;
		rc = scan_next(&s, &rec);
		if (rc == ERR_CORRUPT || rc == ERR_AGAIN) {
			fault(v, at, "not a whole record");
			rc = scan_resync(&s);
		} else if (rc == ERR_OK) {
			check_record(v, &rec, at);
		}
		if (rc < 0)
			break;
	}
	buf_free(&s.window);
	v->report->segments++;
	v->report->sealed += v->is_sealed;
	v->report->records += v->records;
	v->has_before = true;
	v->sealed_before = v->is_sealed;
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

static int
check_file(struct verifier *v, const char *dir, uint64_t number)
{
	uint8_t uuid[JOURNAL_UUID_LEN];
	int fd, rc;

	memcpy(uuid, v->header.uuid, sizeof(uuid));
	rc = segment_open(dir, number, &v->header, &fd);
	if (rc == ERR_CORRUPT || rc == ERR_NOTFOUND) {
		v->header.segment = number;
		fault(v, 0, "not a segment of that number");
		memcpy(v->header.uuid, uuid, sizeof(uuid));
		return ERR_OK;
	}
	if (rc < 0)
		return rc;
	if (v->has_before && memcmp(uuid, v->header.uuid, sizeof(uuid)) != 0) {
		fault(v, 0, "of another journal");
		memcpy(v->header.uuid, uuid, sizeof(uuid));
	} else {
		check_header(v);
		rc = check_segment(v, fd);
	}
	close(fd);
	return rc;
}

int
journal_verify(const char *dir, struct journal_report *out)
{
	struct verifier v = { .report = out };
	uint64_t *list = NULL;
	size_t count = 0;
	int rc;

	*out = (struct journal_report){ 0 };
	rc = segment_list(dir, &list, &count);
	for (size_t i = 0; rc == ERR_OK && i < count; i++)
		rc = check_file(&v, dir, list[i]);
	free(list);
	out->last_seq = v.next_seq - 1;
	memcpy(out->chain, v.chain, DIGEST_LEN);
	if (rc == ERR_OK && out->faults > 0)
		rc = ERR_CORRUPT;
	return rc;
}
