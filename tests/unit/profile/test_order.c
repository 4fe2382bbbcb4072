/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Every shipped scheme is an order: what it says of made-up versions never
 * contradicts itself. Seeds are the versions of the recorded devices and of the
 * scheme file; each is changed in its numbers and letters.
 */

#include <ctype.h>
#include <dirent.h>
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/file.h"
#include "lib/base/mem.h"
#include "lib/model/version.h"
#include "tests/unit/profile/given.h"

enum { SEEDS_MAX = 2000, MEMBERS = 40, ROUNDS = 12, TEXT_MAX = 100 };

static char *seed[SEEDS_MAX];
static size_t seeds;
static unsigned state_of_chance = 20261124;
static struct profile_set *set;

static unsigned
draw(unsigned below)
{
	return (unsigned)rand_r(&state_of_chance) % below;
}

static const char *
top(void)
{
	const char *dir = getenv("srcdir");

	return dir == NULL ? "." : dir;
}

/* What stands in single quotes in a line of the scheme file: examples, mostly.
 */
static void
add_seeds_of_line(const char *line, const char *stop)
{
	const char *start, *end = line;

	while (seeds < SEEDS_MAX &&
	    (start = memchr(end, '\'', (size_t)(stop - end))) != NULL) {
		start++;
		end = memchr(start, '\'', (size_t)(stop - start));
		if (end == NULL)
			return;
		if (end > start && end - start < TEXT_MAX / 2)
			seed[seeds++] =
			    mem_dup_text(start, (size_t)(end - start));
		end++;
	}
}

static void
add_seeds_of(const char *text)
{
	const char *stop;

	for (; *text != '\0'; text = stop + (*stop != '\0')) {
		stop = text + strcspn(text, "\n");
		if (*text != '#')
			add_seeds_of_line(text, stop);
	}
}

static int
load(void **state)
{
	char mibs[4096], path[4200];
	const char *dirs[] = { mibs, NULL };
	struct buf text = { 0 };

	(void)state;
	snprintf(mibs, sizeof(mibs), "%s/mibs", top());
	snprintf(path, sizeof(path), "%s/versions.schemes", mibs);
	if (profile_set_load(dirs, &set) < 0 ||
	    file_read(path, 1 << 20, &text) < 0)
		return -1;
	add_seeds_of(buf_str(&text));
	buf_free(&text);
	return seeds > 200 ? 0 : -1;
}

static int
unload(void **state)
{
	(void)state;
	for (size_t i = 0; i < seeds; i++)
		free(seed[i]);
	profile_set_free(set);
	return 0;
}

/* A digit or number becomes another one, a letter its neighbour: at times. */
static void
vary(const char *from, char *out)
{
	static const char *const number[] = { "0", "1", "2", "9", "10", "11",
		"09", "100", "4294967296" };
	size_t n = 0;

	while (*from != '\0' && n < TEXT_MAX - 12) {
		if (isdigit((unsigned char)*from) && draw(4) == 0) {
			out[n++] = (char)('0' + draw(10));
			from++;
		} else if (isdigit((unsigned char)*from) && draw(3) == 0) {
			n += (size_t)snprintf(out + n, TEXT_MAX - n, "%s",
			    number[draw(ROWS(number))]);
			while (isdigit((unsigned char)*from))
				from++;
		} else if (isalpha((unsigned char)*from) && draw(8) == 0) {
			out[n++] = (char)(*from ^ (int)draw(2));
			from++;
		} else {
			out[n++] = *from++;
		}
	}
	out[n] = '\0';
}

static char member[MEMBERS][TEXT_MAX];

/* Versions of one scheme, near each other: all made of two seeds. */
static size_t
gather(const struct scheme *s)
{
	const char *fits[SEEDS_MAX];
	size_t n = 0, found = 0;

	for (size_t i = 0; i < seeds; i++) {
		if (version_fits(s, seed[i]))
			fits[found++] = seed[i];
	}
	if (found == 0)
		return 0;
	for (int tries = 0; n < MEMBERS && tries < 50 * MEMBERS; tries++) {
		vary(fits[draw((unsigned)found)], member[n]);
		n += version_fits(s, member[n]);
	}
	return n;
}

static void
is_an_order(const struct scheme *s, size_t n)
{
	enum version_order o[MEMBERS][MEMBERS];

	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < n; k++)
			o[i][k] =
			    version_compare(s, member[i], member[k], NULL);
		if (o[i][i] != VERSION_EQUAL)
			fail_msg("%s: %s is not itself", s->name, member[i]);
	}
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < n; k++) {
			if (o[i][k] == VERSION_APART ? o[k][i] != VERSION_APART
						     : o[i][k] != -o[k][i])
				fail_msg("%s: %s and %s", s->name, member[i],
				    member[k]);
			for (size_t m = 0; m < n; m++) {
				if (o[i][k] <= VERSION_EQUAL &&
				    o[k][m] <= VERSION_EQUAL &&
				    (o[i][m] > VERSION_EQUAL ||
					(o[i][m] == VERSION_EQUAL &&
					    (o[i][k] < VERSION_EQUAL ||
						o[k][m] < VERSION_EQUAL))))
					fail_msg("%s: %s <= %s <= %s", s->name,
					    member[i], member[k], member[m]);
			}
		}
	}
}

static void
each_scheme_is_an_order(void **state)
{
	const struct scheme_set *all = profile_set_schemes(set);
	size_t n, tried = 0;

	(void)state;
	for (size_t i = 0; i < all->n; i++) {
		for (int round = 0; round < ROUNDS; round += one_in()) {
			n = gather(all->scheme[i]);
			is_an_order(all->scheme[i], n);
			tried += n;
		}
		if (n < 10)
			fail_msg(
			    "%s: nothing to compare", all->scheme[i]->name);
	}
	assert_true(tried > (size_t)(1000 / one_in()));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_scheme_is_an_order),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
