/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/journal/fixture.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/journal/journal.h"
#include "lib/journal/reader.h"
#include "lib/journal/segment.h"
#include "lib/model/observation.h"

#include "tests/unit/scratch.h"
#include "tests/unit/test.h"

char fixture_dir[128];

static void
say_nothing(const char *line)
{
	(void)line;
}

int
fixture_make(void **state)
{
	(void)state;
	/* In memory: journals sync a lot. */
	if (getenv("TMPDIR") == NULL && access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 1);
	log_divert(say_nothing);
	return mkdtemp(scratch_name(fixture_dir, "journal")) == NULL;
}

int
fixture_remove(void **state)
{
	char command[PATH_MAX];

	(void)state;
	log_divert(NULL);
	snprintf(command, sizeof(command), "rm -rf %s", fixture_dir);
	return system(command);
}

struct journal *
fixture_open(void)
{
	struct journal *j = NULL;

	assert_int_equal(ERR_OK, journal_open(fixture_dir, &j));
	return j;
}

void
fixture_append(struct journal *j, const char *text, size_t len)
{
	struct observation obs = { .kind = OBSERVATION_MESSAGE,
		.tenant_id = 1,
		.realm_id = 1,
		.at = 1,
		.message = { .transport = MESSAGE_UDP,
		    .bytes = (const uint8_t *)text,
		    .len = len } };

	assert_int_equal(ERR_OK, journal_append(j, &obs));
}

void
fixture_write(int count)
{
	struct journal *j = fixture_open();
	char text[64];

	for (int i = 0; i < count; i++) {
		int len = snprintf(text, sizeof(text), "message %d %.*s", i,
		    i % 9, "xxxxxxxxx");
		fixture_append(j, text, (size_t)len);
	}
	assert_int_equal(ERR_OK, journal_flush(j));
	journal_close(j);
}

char *
fixture_path(const char *name)
{
	static char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", fixture_dir, name);
	return path;
}

void
fixture_read_segment(uint64_t number, struct buf *out)
{
	char path[PATH_MAX];

	buf_clear(out);
	segment_path(fixture_dir, number, path, sizeof(path));
	assert_int_equal(
	    ERR_OK, file_read(path, 2 * (size_t)JOURNAL_SEGMENT_MAX, out));
}

void
fixture_write_segment(uint64_t number, const void *data, size_t len)
{
	char path[PATH_MAX];

	segment_path(fixture_dir, number, path, sizeof(path));
	assert_int_equal(ERR_OK, file_write(path, data, len, 0640));
}

void
fixture_forget_position(void)
{
	assert_int_equal(0, unlink(fixture_path("position")));
}

struct tally
fixture_read_all(void)
{
	struct journal_position start = { 0 };
	struct journal_reader *r = NULL;
	struct journal_record rec;
	struct observation obs;
	struct tally t = { 0 };

	assert_int_equal(ERR_OK, journal_reader_open(fixture_dir, &start, &r));
	while (journal_reader_next(r, &rec) == ERR_OK) {
		assert_int_equal(
		    ERR_OK, observation_decode(rec.payload, rec.len, &obs));
		if (t.records++ == 0)
			t.first = rec.seq;
		t.last = rec.seq;
		t.losses += obs.kind == OBSERVATION_LOSS;
	}
	t.gaps = journal_reader_gaps(r);
	journal_reader_close(r);
	return t;
}

size_t
fixture_list_ends(uint64_t *ends, size_t max)
{
	struct journal_position at = { 0 };
	struct journal_reader *r = NULL;
	struct journal_record rec;
	size_t n = 0;

	assert_int_equal(ERR_OK, journal_reader_open(fixture_dir, &at, &r));
	while (n < max && journal_reader_next(r, &rec) == ERR_OK) {
		journal_reader_position(r, &at);
		ends[n++] = at.offset;
	}
	journal_reader_close(r);
	return n;
}
