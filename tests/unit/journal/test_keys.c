/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/keys.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/file.h"

#include "tests/unit/journal/fixture.h"
#include "tests/unit/test.h"

static const uint8_t uuid[JOURNAL_UUID_LEN] = { 1, 2, 3 };
static const uint8_t other[JOURNAL_UUID_LEN] = { 9 };

static struct signer *
open_signer(const uint8_t *of)
{
	struct signer *s = NULL;

	assert_int_equal(ERR_OK, signer_open(fixture_dir, of, &s));
	return s;
}

static struct key_list
read_list(size_t count, uint64_t broken)
{
	struct key_list l;

	assert_int_equal(ERR_OK, key_list_read(fixture_dir, &l));
	assert_int_equal(count, l.count);
	assert_int_equal(broken, l.broken);
	return l;
}

static void
check_signs(const struct signer *s, const struct key_list *l)
{
	uint8_t signature[SIGNATURE_LEN];
	const struct public_key *k = key_list_find(l, signer_epoch(s));

	assert_non_null(k);
	signer_sign(s, "x", 1, signature);
	assert_int_equal(ERR_OK, sign_verify(k->public, "x", 1, signature));
	assert_int_equal(ERR_DENIED, sign_verify(k->public, "y", 1, signature));
}

static void
a_key_is_made_once_and_only_its_owner_reads_it(void **state)
{
	struct signer *s = open_signer(uuid);
	struct key_list l = read_list(1, 0);
	struct stat st;

	(void)state;
	check_signs(s, &l);
	signer_close(s);
	s = open_signer(uuid);
	assert_int_equal(1, signer_epoch(s));
	check_signs(s, &l);
	signer_close(s);
	key_list_free(&l);
	assert_int_equal(0, stat(fixture_path("key"), &st));
	assert_int_equal(0600, st.st_mode & 07777);
	assert_int_equal(-1, access(fixture_path("key.next"), F_OK));
}

static void
each_hour_signs_the_next_and_is_erased(void **state)
{
	struct buf before = { 0 }, after = { 0 };
	struct signer *s;
	struct key_list l;
	char kept[128];

	(void)state;
	clock_freeze(CLOCK_DAY);
	s = open_signer(uuid);
	assert_int_equal(ERR_OK, signer_renew(s));
	assert_int_equal(1, signer_epoch(s));
	assert_int_equal(ERR_OK, file_read(fixture_path("key"), 4096, &before));
	/* Another name for the old file shows what is left in it. */
	snprintf(kept, sizeof(kept), "%s", fixture_path("kept"));
	assert_int_equal(0, link(fixture_path("key"), kept));
	clock_freeze(CLOCK_DAY + CLOCK_HOUR);
	assert_int_equal(ERR_OK, signer_renew(s));
	assert_int_equal(2, signer_epoch(s));
	l = read_list(2, 0);
	check_signs(s, &l);
	assert_int_equal(ERR_OK, file_read(kept, 4096, &after));
	assert_int_equal(before.len, after.len);
	for (size_t i = 0; i < after.len; i++)
		assert_int_equal(0, after.data[i]);
	signer_close(s);
	key_list_free(&l);
	buf_free(&before);
	buf_free(&after);
	clock_thaw();
}

/* key.next and the list are written, and key is still the old one. */
static void
a_crash_while_it_changes_loses_neither(void **state)
{
	struct buf old = { 0 };
	struct signer *s;
	struct key_list l;

	(void)state;
	clock_freeze(CLOCK_DAY);
	s = open_signer(uuid);
	assert_int_equal(ERR_OK, file_read(fixture_path("key"), 4096, &old));
	clock_freeze(CLOCK_DAY + CLOCK_HOUR);
	assert_int_equal(ERR_OK, signer_renew(s));
	signer_close(s);
	{
		char from[128];

		snprintf(from, sizeof(from), "%s", fixture_path("key"));
		assert_int_equal(0, rename(from, fixture_path("key.next")));
	}
	assert_int_equal(
	    ERR_OK, file_write(fixture_path("key"), old.data, old.len, 0600));
	s = open_signer(uuid);
	assert_int_equal(2, signer_epoch(s));
	l = read_list(2, 0);
	check_signs(s, &l);
	signer_close(s);
	key_list_free(&l);

	/* And a key.next that the list does not know is nothing. */
	assert_int_equal(ERR_OK,
	    file_write(fixture_path("key.next"), old.data, old.len, 0600));
	s = open_signer(uuid);
	assert_int_equal(2, signer_epoch(s));
	assert_int_equal(-1, access(fixture_path("key.next"), F_OK));
	signer_close(s);
	buf_free(&old);
	clock_thaw();
}

static void
a_torn_entry_is_written_again(void **state)
{
	struct buf keys = { 0 };
	struct signer *s;
	struct key_list l;

	(void)state;
	clock_freeze(CLOCK_DAY);
	s = open_signer(uuid);
	assert_int_equal(ERR_OK, file_read(fixture_path("keys"), 4096, &keys));
	buf_add(&keys, keys.data, 40);
	assert_int_equal(ERR_OK,
	    file_write(fixture_path("keys"), keys.data, keys.len, 0640));
	clock_freeze(CLOCK_DAY + CLOCK_HOUR);
	assert_int_equal(ERR_OK, signer_renew(s));
	l = read_list(2, 0);
	signer_close(s);
	key_list_free(&l);
	buf_free(&keys);
	clock_thaw();
}

static void
a_lost_key_begins_anew_and_the_list_says_so(void **state)
{
	struct signer *s = open_signer(uuid);
	struct key_list l;

	(void)state;
	signer_close(s);
	assert_int_equal(0, unlink(fixture_path("key")));
	s = open_signer(uuid);
	assert_int_equal(2, signer_epoch(s));
	l = read_list(2, 2);
	check_signs(s, &l);
	signer_close(s);
	key_list_free(&l);
}

static void
keys_of_another_journal_are_set_aside(void **state)
{
	struct signer *s = open_signer(other);
	struct key_list l;

	(void)state;
	signer_close(s);
	s = open_signer(uuid);
	assert_int_equal(1, signer_epoch(s));
	l = read_list(1, 0);
	assert_memory_equal(uuid, l.uuid, sizeof(uuid));
	signer_close(s);
	key_list_free(&l);
}

static void
a_key_that_others_may_read_is_refused(void **state)
{
	struct signer *s = open_signer(uuid);

	(void)state;
	signer_close(s);
	assert_int_equal(0, chmod(fixture_path("key"), 0644));
	assert_int_equal(ERR_DENIED, signer_open(fixture_dir, uuid, &s));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_DIR(a_key_is_made_once_and_only_its_owner_reads_it),
		IN_A_DIR(each_hour_signs_the_next_and_is_erased),
		IN_A_DIR(a_crash_while_it_changes_loses_neither),
		IN_A_DIR(a_torn_entry_is_written_again),
		IN_A_DIR(a_lost_key_begins_anew_and_the_list_says_so),
		IN_A_DIR(keys_of_another_journal_are_set_aside),
		IN_A_DIR(a_key_that_others_may_read_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
