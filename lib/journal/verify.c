/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/verify.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/err.h"
#include "lib/journal/position.h"
#include "lib/journal/scan.h"
#include "lib/journal/verifier.h"

typedef unsigned long long ull;

const char *
journal_fault_name(enum journal_fault_kind kind)
{
	static const char *const names[] = {
		[FAULT_CHANGED] = "changed",
		[FAULT_MISSING] = "missing",
		[FAULT_CUT] = "cut",
		[FAULT_RECHAINED] = "re-chained",
		[FAULT_UNSIGNED] = "unsigned",
		[FAULT_TIME] = "time",
	};

	return names[kind];
}

static void
check_version(struct verifier *v)
{
	if (v->header.version >= 2)
		v->is_signed = true;
	else if (v->is_signed)
		audit_fault(&v->audit, FAULT_UNSIGNED, 0, 0,
		    "a segment of a version without checkpoints, behind one "
		    "with them");
	else
		v->audit.report->unsigned_segments++;
}

static void
check_header(struct verifier *v)
{
	const struct segment_header *h = &v->header;
	struct audit *a = &v->audit;

	if (!v->has_before) {
		a->report->first_seq = h->first_seq;
	} else if (h->first_seq != a->next_seq) {
		audit_fault(a, FAULT_MISSING, a->next_seq, h->first_seq - 1,
		    "begins with record %llu: %llu to %llu are missing",
		    (ull)h->first_seq, (ull)a->next_seq, (ull)h->first_seq - 1);
	} else if (!v->sealed_before && !v->hurt_before) {
		audit_fault(a, FAULT_CUT, a->next_seq, 0,
		    "the segment before it has no seal: its end was cut");
	} else if (!a->is_broken &&
	    memcmp(a->chain, h->chain, DIGEST_LEN) != 0) {
		audit_fault(a, FAULT_RECHAINED, h->first_seq, 0,
		    "does not follow from the segment before it");
	}
	memcpy(a->chain, h->chain, DIGEST_LEN);
	a->next_seq = h->first_seq;
	a->is_broken = false;
}

static void
check_seal(struct verifier *v, const struct record *rec)
{
	struct audit *a = &v->audit;
	uint64_t count = 0;

	for (size_t i = DIGEST_LEN; i < SEAL_LEN; i++)
		count = count << 8 | rec->payload[i];
	if (v->is_hurt)
		return;
	if (memcmp(rec->payload, a->chain, DIGEST_LEN) != 0)
		audit_fault(a, FAULT_CHANGED, v->header.first_seq,
		    a->next_seq - 1,
		    "the seal's hash is not that of the records");
	else if (count != v->records)
		audit_fault(a, FAULT_MISSING, v->header.first_seq,
		    a->next_seq - 1,
		    "the seal counts %llu records, there are %llu", (ull)count,
		    (ull)v->records);
}

static void
check_numbered(struct verifier *v, const struct record *rec)
{
	struct audit *a = &v->audit;

	if (rec->seq > a->next_seq)
		audit_fault(a, FAULT_MISSING, a->next_seq, rec->seq - 1,
		    rec->seq == a->next_seq + 1
			? "record %llu is missing"
			: "records %llu to %llu are missing",
		    (ull)a->next_seq, (ull)rec->seq - 1);
	else if (rec->seq < a->next_seq)
		audit_fault(a, FAULT_CHANGED, rec->seq, rec->seq,
		    "record %llu where %llu should be", (ull)rec->seq,
		    (ull)a->next_seq);
	a->next_seq = rec->seq + 1;
	a->since++;
	v->records++;
	if (rec->type == RECORD_REDACTED)
		blanks_add(&v->audit.blanks, rec, a->segment, a->offset);
}

static void
check_record(struct verifier *v, const struct record *rec)
{
	struct audit *a = &v->audit;

	if (v->is_sealed)
		audit_fault(a, FAULT_CHANGED, rec->seq, rec->seq,
		    "a record behind the seal");
	switch (rec->type) {
	case RECORD_SEAL:
		v->is_sealed = true;
		check_seal(v, rec);
		return;
	case RECORD_CHECKPOINT:
		v->checkpoints++;
		audit_checkpoint(a, rec);
		return;
	case RECORD_GAP:
		a->report->gaps++;
		break;
	case RECORD_REDACTION:
		audit_redaction(a, rec);
		break;
	case RECORD_OBSERVATION:
	case RECORD_REDACTED:
		check_numbered(v, rec);
		break;
	}
	record_chain(a->chain, rec);
}

/* What stood there, as far as what stands behind it tells. */
static void
name_damage(struct verifier *v, struct scan *s)
{
	struct audit *a = &v->audit;
	uint64_t first = a->next_seq, next = first;
	struct record rec;
	int rc;

	v->is_hurt = true;
	rc = scan_resync(s);
	if (rc == ERR_OK) {
		struct scan ahead = { .fd = s->fd,
			.seed = s->seed,
			.offset = s->offset,
			.limit = s->limit };

		if (scan_next(&ahead, &rec) == ERR_OK)
			next = rec.seq;
		buf_free(&ahead.window);
	}
	if (rc != ERR_OK)
		audit_fault(a, FAULT_CHANGED, first, 0,
		    "record %llu, and all behind it, was changed or cut",
		    (ull)first);
	else if (next == first)
		audit_fault(a, FAULT_CHANGED, 0, 0,
		    "what stands before record %llu was changed", (ull)first);
	else if (next == first + 1)
		audit_fault(a, FAULT_CHANGED, first, first,
		    "record %llu was changed", (ull)first);
	else
		audit_fault(a, FAULT_CHANGED, first, next - 1,
		    "records %llu to %llu were changed", (ull)first,
		    (ull)next - 1);
	if (next > first)
		a->next_seq = next;
}

static bool
is_published_end(const struct verifier *v)
{
	return v->end.segment == v->header.segment;
}

static int
walk(struct verifier *v, int fd)
{
	struct scan s = { .fd = fd,
		.seed = segment_seed(&v->header),
		.offset = SEGMENT_HEADER_LEN,
		.limit = is_published_end(v) ? v->end.offset : UINT64_MAX };
	struct record rec;
	int rc;

	do {
		v->audit.offset = s.offset;
		rc = scan_next(&s, &rec);
		if (rc == ERR_CORRUPT || rc == ERR_AGAIN) {
			name_damage(v, &s);
			rc = ERR_OK;
		} else if (rc == ERR_OK) {
			check_record(v, &rec);
		}
	} while (rc == ERR_OK);
	buf_free(&s.window);
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

static int
check_segment(struct verifier *v, int fd)
{
	struct audit *a = &v->audit;
	struct stat st;
	int rc;

	v->records = v->checkpoints = 0;
	v->is_sealed = v->is_hurt = false;
	rc = walk(v, fd);
	if (rc == ERR_OK && is_published_end(v) && fstat(fd, &st) == 0 &&
	    (uint64_t)st.st_size < v->end.offset && !v->is_hurt)
		audit_fault(a, FAULT_CUT, a->next_seq, v->end.seq - 1,
		    "ends at byte %lld of %llu that were published: records "
		    "from %llu on are cut",
		    (long long)st.st_size, (ull)v->end.offset,
		    (ull)a->next_seq);
	if (v->header.version >= 2 && v->checkpoints == 0 && v->records > 0)
		audit_fault(a, FAULT_UNSIGNED, v->header.first_seq,
		    a->next_seq - 1, "has records and no checkpoint");
	a->report->segments++;
	a->report->sealed += v->is_sealed;
	a->report->records += v->records;
	v->has_before = true;
	v->sealed_before = v->is_sealed;
	v->hurt_before = v->is_hurt;
	return rc;
}

int
verifier_next(struct verifier *v, const char *dir, uint64_t number)
{
	struct audit *a = &v->audit;
	int fd, rc;

	a->segment = number;
	a->offset = 0;
	v->is_foreign = false;
	rc = segment_open(dir, number, &v->header, &fd);
	if (rc == ERR_CORRUPT || rc == ERR_NOTFOUND) {
		audit_fault(
		    a, FAULT_CHANGED, 0, 0, "not a segment of that number");
		return ERR_OK;
	}
	if (rc < 0)
		return rc;
	if ((v->has_before || v->knows_journal) &&
	    memcmp(a->uuid, v->header.uuid, sizeof(a->uuid)) != 0) {
		v->is_foreign = true;
		audit_fault(a, FAULT_CHANGED, 0, 0, "of another journal");
	} else {
		memcpy(a->uuid, v->header.uuid, sizeof(a->uuid));
		check_version(v);
		check_header(v);
		rc = check_segment(v, fd);
	}
	close(fd);
	return rc;
}

/* Read before the segments are: a writer may be at work. */
static void
read_published(struct verifier *v, const char *dir)
{
	uint8_t uuid[JOURNAL_UUID_LEN];
	struct position_file *p = NULL;

	if (position_open(dir, false, &p) < 0)
		return;
	if (position_get(p, uuid, &v->end) < 0)
		v->end = (struct journal_position){ 0 };
	position_close(p);
}

static void
check_end(struct verifier *v, uint64_t newest)
{
	struct audit *a = &v->audit;

	a->segment = newest;
	a->offset = 0;
	if (v->end.segment > newest)
		audit_fault(a, FAULT_CUT, a->next_seq, v->end.seq - 1,
		    "segment %llu, which was published, is not there",
		    (ull)v->end.segment);
	if (a->report->segments > 0 && !v->is_signed)
		audit_fault(a, FAULT_UNSIGNED, 0, 0,
		    "there is no checkpoint: nothing is signed");
	else if (a->report->segments > 0 && a->keys.count == 0)
		audit_fault(a, FAULT_UNSIGNED, 0, 0,
		    "there is no list of keys: no signature can be checked");
	audit_end(a);
}

int
journal_verify(const char *dir, const struct anchor *anchors, size_t count,
    struct journal_report *out)
{
	struct verifier v = { .audit = { .report = out,
				  .anchors = anchors,
				  .anchor_count = count,
				  .next_seq = 1 } };
	uint64_t *list = NULL;
	size_t n = 0;
	int rc;

	*out = (struct journal_report){ 0 };
	read_published(&v, dir);
	rc = segment_list(dir, &list, &n);
	if (rc == ERR_OK)
		rc = audit_start(&v.audit, dir);
	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		rc = verifier_next(&v, dir, list[i]);
	if (rc == ERR_OK)
		check_end(&v, n > 0 ? list[n - 1] : 0);
	out->last_seq = v.audit.next_seq - 1;
	memcpy(out->chain, v.audit.chain, DIGEST_LEN);
	blanks_free(&v.audit.blanks);
	key_list_free(&v.audit.keys);
	free(list);
	if (rc == ERR_OK && out->faults > 0)
		rc = ERR_CORRUPT;
	return rc;
}
