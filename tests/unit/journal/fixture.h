/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_JOURNAL_FIXTURE_H
#define TESTS_UNIT_JOURNAL_FIXTURE_H

#include <stddef.h>
#include <stdint.h>

/* A journal in a folder of its own, for one test. */

struct buf;
struct journal;

/* In memory where that can be: what is tested is what a file holds. */
extern char fixture_dir[128];

int fixture_make(void **state);   /* a setup of cmocka's, */
int fixture_remove(void **state); /* and its teardown */

#define IN_A_DIR(test) \
	cmocka_unit_test_setup_teardown(test, fixture_make, fixture_remove)

struct journal *fixture_open(void);
void fixture_append(struct journal *j, const char *text, size_t len);

/* Messages whose lengths differ, so that paddings do too; then closes it. */
void fixture_write(int count);

char *fixture_path(const char *name); /* in the folder; until the next call */
void fixture_read_segment(uint64_t number, struct buf *out);
void fixture_write_segment(uint64_t number, const void *data, size_t len);
void fixture_forget_position(void);

struct tally {
	uint64_t records, first, last, gaps, losses;
};
struct tally fixture_read_all(void);

/* Where each record ends, as a reader stands there. */
size_t fixture_list_ends(uint64_t *ends, size_t max);

#endif
