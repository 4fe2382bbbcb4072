/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/recheck.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/journal/position.h"
#include "lib/journal/verifier.h"

struct recheck {
	char *dir;
	uint64_t before; /* the last segment that was looked at; 0: none */
	struct verifier v;
	struct journal_report report;
};

struct recheck *
recheck_new(const char *dir)
{
	struct recheck *r = mem_new(1, sizeof(*r));

	r->dir = mem_dup_str(dir);
	r->v.audit.report = &r->report;
	return r;
}

void
recheck_free(struct recheck *r)
{
	if (r == NULL)
		return;
	free(r->dir);
	free(r);
}

/* What comes next is taken as it is: nothing is known of what was before. */
static void
forget_before(struct recheck *r)
{
	uint8_t uuid[JOURNAL_UUID_LEN];

	memcpy(uuid, r->v.audit.uuid, sizeof(uuid));
	r->v = (struct verifier){ .audit = { .report = &r->report },
		.knows_journal = true };
	memcpy(r->v.audit.uuid, uuid, sizeof(uuid));
}

static bool
is_there(const struct recheck *r, uint64_t segment)
{
	char path[PATH_MAX];

	return segment_find_file(r->dir, segment, path, sizeof(path)) == ERR_OK;
}

/* Segments before this one are sealed. */
static int
read_end(struct recheck *r, uint64_t *segment)
{
	struct journal_position end;
	struct position_file *p = NULL;
	int rc;

	rc = position_open(r->dir, false, &p);
	if (rc < 0)
		return rc;
	rc = position_get(p, r->v.audit.uuid, &end);
	position_close(p);
	*segment = rc < 0 ? 0 : end.segment;
	r->v.knows_journal = true;
	return rc;
}

static int
find_next(struct recheck *r, uint64_t *segment)
{
	uint64_t *list = NULL, end = 0;
	size_t count = 0, i = 0;
	int rc = read_end(r, &end);

	if (rc == ERR_OK)
		rc = segment_list(r->dir, &list, &count);
	while (i < count && list[i] <= r->before)
		i++;
	if (rc == ERR_OK && (i == count || list[i] >= end))
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK)
		*segment = list[i];
	free(list);
	return rc;
}

/* What memory has of it says nothing about the disk. */
static void
drop_cached(const struct recheck *r, uint64_t segment)
{
	char path[PATH_MAX];
	int fd;

	if (segment_find_file(r->dir, segment, path, sizeof(path)) < 0)
		return;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return;
	(void)posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	close(fd);
}

/* The keys grow while a round lasts. Without them nothing can be said: that is
 * no damage of a segment. */
static int
read_keys(struct recheck *r)
{
	struct key_list *keys = &r->v.audit.keys;
	int rc = key_list_read(r->dir, keys);

	if (rc == ERR_OK && keys->broken == 0)
		return ERR_OK;
	log_warnx("journal %s: its list of keys is damaged or gone: segments "
		  "cannot be rechecked",
	    r->dir);
	return rc == ERR_OK ? ERR_CORRUPT : rc;
}

/* The first that the file itself is to blame for; NULL: none. */
static const struct journal_fault *
find_fault(const struct journal_report *report)
{
	for (size_t i = 0; i < report->faults && i < JOURNAL_FAULTS_MAX; i++)
		if (report->fault[i].kind != FAULT_TIME)
			return &report->fault[i];
	return NULL;
}

static void
set_aside(struct recheck *r, const struct journal_fault *fault,
    struct recheck_step *out)
{
	out->is_damaged = segment_keep_damaged(r->dir, out->segment) == ERR_OK;
	if (!out->is_damaged) /* retention was faster */
		return;
	out->fault = *fault;
	log_warnx("journal %s: segment %llu at byte %llu: %s; the file is kept",
	    r->dir, (unsigned long long)fault->segment,
	    (unsigned long long)fault->offset, fault->why);
}

static int
look_at(struct recheck *r, struct recheck_step *out)
{
	const struct journal_fault *fault;
	int rc = read_keys(r);

	r->report = (struct journal_report){ 0 };
	if (rc == ERR_OK) {
		drop_cached(r, out->segment);
		rc = verifier_next(&r->v, r->dir, out->segment);
	}
	blanks_free(&r->v.audit.blanks);
	r->v.audit.blanks = (struct blanks){ 0 };
	key_list_free(&r->v.audit.keys);
	if (rc < 0 || r->v.is_foreign)
		return rc;
	fault = find_fault(&r->report);
	if (fault == NULL)
		return ERR_OK;
	set_aside(r, fault, out);
	forget_before(r);
	return ERR_OK;
}

int
recheck_next(struct recheck *r, struct recheck_step *out)
{
	int rc;

	*out = (struct recheck_step){ 0 };
	rc = find_next(r, &out->segment);
	if (r->before != 0 && !is_there(r, r->before))
		forget_before(r); /* retention came by */
	if (rc == ERR_OK) {
		r->before = out->segment;
		if (segment_is_damaged(r->dir, out->segment))
			forget_before(r);
		else
			rc = look_at(r, out);
	}
	if (rc < 0) {
		r->before = 0;
		forget_before(r);
	}
	return rc;
}
