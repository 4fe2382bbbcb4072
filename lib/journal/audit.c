/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/audit.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/journal/record.h"

typedef unsigned long long ull;

void
audit_fault(struct audit *a, enum journal_fault_kind kind, uint64_t first,
    uint64_t last, const char *fmt, ...)
{
	struct journal_report *r = a->report;
	struct journal_fault *f;
	va_list ap;

	a->is_broken = true;
	if (r->faults++ >= JOURNAL_FAULTS_MAX)
		return;
	f = &r->fault[r->faults - 1];
	f->kind = kind;
	f->segment = a->segment;
	f->offset = a->offset;
	f->first_seq = first;
	f->last_seq = last;
	va_start(ap, fmt);
	vsnprintf(f->why, sizeof(f->why), fmt, ap);
	va_end(ap);
}

int
audit_start(struct audit *a, const char *dir)
{
	int rc = key_list_read(dir, &a->keys);

	if (rc == ERR_CORRUPT)
		audit_fault(a, FAULT_RECHAINED, 0, 0,
		    "the list of keys is damaged: no signature counts");
	else if (rc == ERR_OK && a->keys.broken != 0)
		audit_fault(a, FAULT_RECHAINED, 0, 0,
		    "key %llu is not signed by the key before it",
		    (ull)a->keys.broken);
	a->is_broken = false;
	return rc == ERR_IO ? rc : ERR_OK;
}

static bool
is_signed(struct audit *a, const struct record *rec, const struct checkpoint *c)
{
	const struct public_key *key = key_list_find(&a->keys, c->epoch);

	if (key == NULL) {
		audit_fault(a, FAULT_RECHAINED, c->first_seq, c->next_seq - 1,
		    "checkpoint %llu names key %llu, which is not in the list",
		    (ull)c->number, (ull)c->epoch);
		return false;
	}
	if (checkpoint_check(rec->payload, a->uuid, key->public) < 0) {
		audit_fault(a, FAULT_RECHAINED, c->first_seq, c->next_seq - 1,
		    "checkpoint %llu is not signed with key %llu: written "
		    "anew by another",
		    (ull)c->number, (ull)c->epoch);
		return false;
	}
	return true;
}

/*
 * A key can be made to sign what is older than it: whoever holds the newest one
 * would sign all with it. Only a clock that was set back explains that.
 */
static void
check_key_age(struct audit *a, const struct checkpoint *c)
{
	const struct public_key *key = key_list_find(&a->keys, c->epoch);

	if (c->wall < key->since && !(c->flags & CHECKPOINT_SET_BACK))
		audit_fault(a, FAULT_RECHAINED, c->first_seq, c->next_seq - 1,
		    "checkpoint %llu is older than key %llu, with which it is "
		    "signed: written anew",
		    (ull)c->number, (ull)c->epoch);
}

/* Are records a to b what they were when c was signed? */
static void
check_chain(struct audit *a, const struct checkpoint *c)
{
	if (!a->is_broken && memcmp(c->chain, a->chain, DIGEST_LEN) != 0)
		audit_fault(a, FAULT_CHANGED, c->first_seq, c->next_seq - 1,
		    "of records %llu to %llu at least one was changed, and "
		    "its checksum with it",
		    (ull)c->first_seq, (ull)c->next_seq - 1);
	if (!a->is_broken && c->next_seq != a->next_seq)
		audit_fault(a, FAULT_MISSING, a->next_seq, c->next_seq - 1,
		    "records %llu to %llu are missing", (ull)a->next_seq,
		    (ull)c->next_seq - 1);
	memcpy(a->chain, c->chain, DIGEST_LEN);
	a->is_broken = false;
}

static void
check_order(struct audit *a, const struct checkpoint *c)
{
	const struct checkpoint *last = &a->last;

	if (c->number > last->number + 1)
		audit_fault(a, FAULT_UNSIGNED, last->next_seq, c->next_seq - 1,
		    "checkpoints %llu to %llu are missing",
		    (ull)last->number + 1, (ull)c->number - 1);
	else if (c->number <= last->number)
		audit_fault(a, FAULT_RECHAINED, c->first_seq, c->next_seq - 1,
		    "checkpoint %llu comes behind checkpoint %llu",
		    (ull)c->number, (ull)last->number);
	else if (memcmp(c->previous, a->last_hash, DIGEST_LEN) != 0)
		audit_fault(a, FAULT_RECHAINED, c->first_seq, c->next_seq - 1,
		    "checkpoint %llu does not follow from the one before it",
		    (ull)c->number);
	else if (c->epoch < last->epoch)
		audit_fault(a, FAULT_RECHAINED, c->first_seq, c->next_seq - 1,
		    "checkpoint %llu is signed with an older key than the one "
		    "before it",
		    (ull)c->number);
}

static void
check_time(struct audit *a, const struct checkpoint *c)
{
	const struct checkpoint *last = &a->last;
	struct journal_report *r = a->report;
	bool says_back = (c->flags & CHECKPOINT_SET_BACK) != 0;

	r->set_back += says_back;
	if (says_back && c->wall >= last->wall)
		audit_fault(a, FAULT_TIME, c->first_seq, c->next_seq - 1,
		    "checkpoint %llu says that the clock was set back, and it "
		    "was not",
		    (ull)c->number);
	else if (!says_back && c->wall < last->wall)
		audit_fault(a, FAULT_TIME, c->first_seq, c->next_seq - 1,
		    "time goes back by %lld s at checkpoint %llu",
		    (long long)((last->wall - c->wall) / CLOCK_SECOND),
		    (ull)c->number);
	if (c->flags & CHECKPOINT_START) {
		r->interrupted += !(last->flags & CHECKPOINT_STOP);
		return;
	}
	if (c->flags & CHECKPOINT_LATE)
		r->late++;
	else if (c->monotonic < last->monotonic ||
	    c->monotonic - last->monotonic > CHECKPOINT_LATE_AT)
		audit_fault(a, FAULT_TIME, c->first_seq, c->next_seq - 1,
		    "no checkpoint for %lld s before checkpoint %llu",
		    (long long)((c->monotonic - last->monotonic) /
			CLOCK_SECOND),
		    (ull)c->number);
}

static void
check_anchors(struct audit *a, const struct checkpoint *c)
{
	for (size_t i = 0; i < a->anchor_count; i++) {
		const struct anchor *n = &a->anchors[i];

		if (n->number != c->number ||
		    memcmp(n->uuid, a->uuid, JOURNAL_UUID_LEN) != 0)
			continue;
		if (memcmp(n->hash, a->last_hash, DIGEST_LEN) == 0)
			a->report->anchors++;
		else
			audit_fault(a, FAULT_RECHAINED, 0, c->next_seq - 1,
			    "checkpoint %llu is not the anchor's: signed "
			    "anew, at or before record %llu",
			    (ull)c->number, (ull)c->next_seq - 1);
	}
}

void
audit_checkpoint(struct audit *a, const struct record *rec)
{
	struct checkpoint c;
	bool is_good;

	checkpoint_decode(rec->payload, &c);
	a->report->checkpoints++;
	a->since = 0;
	is_good = is_signed(a, rec, &c);
	if (is_good) {
		is_good =
		    !a->is_broken && memcmp(c.chain, a->chain, DIGEST_LEN) == 0;
		check_chain(a, &c);
		if (a->has_last) {
			check_order(a, &c);
			check_time(a, &c);
		}
		check_key_age(a, &c);
	}
	if (is_good)
		blanks_sign(&a->blanks);
	a->report->starts += (c.flags & CHECKPOINT_START) != 0;
	if (!a->has_last)
		a->first_number = c.number;
	a->has_last = true;
	a->last = c;
	checkpoint_hash(rec->payload, a->last_hash);
	check_anchors(a, &c);
	a->is_broken = false;
}

void
audit_redaction(struct audit *a, const struct record *rec)
{
	a->report->redactions++;
	if (blanks_declare(&a->blanks, rec) < 0)
		audit_fault(a, FAULT_CHANGED, 0, 0,
		    "a declaration of what was redacted cannot be read");
}

/*
 * The hash stays, and so the chain: whoever may write the folder can blank a
 * record, and only what is signed says that it was meant.
 */
static void
check_blanks(struct audit *a)
{
	struct blank *b;

	blanks_match(&a->blanks);
	for (size_t i = 0; (b = blanks_at(&a->blanks, i)) != NULL; i++) {
		if (b->is_declared) {
			a->report->redacted++;
			continue;
		}
		a->segment = b->segment;
		a->offset = b->offset;
		audit_fault(a, FAULT_CHANGED, b->seq, b->seq,
		    "record %llu was redacted, and nothing says by whom",
		    (ull)b->seq);
	}
	a->report->unredacted =
	    blanks_missing(&a->blanks, a->report->first_seq, a->next_seq - 1);
}

static void
check_last(struct audit *a, const struct anchor *n)
{
	const struct public_key *first = key_list_find(&a->keys, 1);

	if (first == NULL ||
	    memcmp(first->public, n->first_key, SIGN_PUBLIC_LEN) != 0)
		audit_fault(a, FAULT_RECHAINED, 0, 0,
		    "the first key is not the anchor's: all was signed anew");
	if (n->number > (a->has_last ? a->last.number : 0))
		audit_fault(a, FAULT_CUT, a->next_seq, n->seq,
		    "ends with record %llu and checkpoint %llu; the anchor "
		    "knows record %llu and checkpoint %llu",
		    (ull)a->next_seq - 1, (ull)a->last.number, (ull)n->seq,
		    (ull)n->number);
	else if (n->number < a->first_number)
		a->report->anchors_past++;
}

void
audit_end(struct audit *a)
{
	struct anchor *out = &a->report->last;
	const struct public_key *first = key_list_find(&a->keys, 1);

	check_blanks(a);
	for (size_t i = 0; i < a->anchor_count; i++)
		if (memcmp(a->anchors[i].uuid, a->uuid, JOURNAL_UUID_LEN) == 0)
			check_last(a, &a->anchors[i]);
	memcpy(out->uuid, a->uuid, JOURNAL_UUID_LEN);
	a->report->unsigned_records = a->since;
	if (!a->has_last)
		return;
	out->number = a->last.number;
	out->seq = a->last.next_seq - 1;
	out->at = a->last.wall;
	memcpy(out->hash, a->last_hash, DIGEST_LEN);
	if (first != NULL)
		memcpy(out->first_key, first->public, SIGN_PUBLIC_LEN);
}
