/* SPDX-License-Identifier: Apache-2.0 */
#include "register/import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/row_batch.h"
#include "register/command.h"
#include "register/context.h"

#include "tests/unit/scratch.h"
#include "tests/unit/test.h"

/* Instead of a database: what was asked of it. */
static int begun, committed, rolled_back;

int
db_begin(struct db *db)
{
	(void)db;
	begun++;
	return ERR_OK;
}

int
db_commit(struct db *db)
{
	(void)db;
	committed++;
	return ERR_OK;
}

void
db_rollback(struct db *db)
{
	(void)db;
	rolled_back++;
}

/* Instead of a batch: two rows, of which the database may refuse the first. */
struct row_batch {
	row_batch_told *told;
	void *arg;
	unsigned line[2], refused;
	size_t n, freed;
	bool refuses;
};

void
row_batch_tell(struct row_batch *b, row_batch_told *on_told, void *arg)
{
	b->told = on_told;
	b->arg = arg;
}

int
row_batch_write(struct db *db, struct row_batch *b)
{
	(void)db;
	if (b->n > 0 && b->refuses) {
		b->refused = b->line[0];
		return ERR_DENIED;
	}
	for (size_t i = 0; i < b->n; i++)
		b->told(b->arg, b->line[i], NULL, i);
	b->n = 0;
	return ERR_OK;
}

unsigned
row_batch_refused(const struct row_batch *b)
{
	return b->refused;
}

void
row_batch_free(struct row_batch *b)
{
	if (b != NULL)
		b->freed++;
}

static const struct import_column columns[] = {
	{ "name", IMPORT_REQUIRED },
	{ "size", 0 },
	{ "note", 0 },
	{ 0 },
};

static char seen[256];

/* Takes every row whose size is a digit. */
static int
take_row(struct import *im, void *arg)
{
	const char *name = import_text(im, "name");
	const char *size = import_text(im, "size");

	assert_ptr_equal(seen, arg);
	if (size != NULL && (size[0] < '0' || size[0] > '9'))
		import_fault(im, "size", "\"%s\" is no number", size);
	if (import_row_is_bad(im))
		return ERR_OK;
	strcat(strcat(seen, name), ";");
	import_did(im, "add", name);
	return strcmp(name, "refused") == 0 ? ERR_RANGE : ERR_OK;
}

static char path[SCRATCH_MAX];
static char told[16384];

/* What is told, with FILE for the path. */
static void
read_told(FILE *f)
{
	char line[1024], *at;

	told[0] = '\0';
	rewind(f);
	while (fgets(line, sizeof(line), f) != NULL) {
		at = strstr(line, path);
		if (at != NULL) {
			strcat(told, "FILE");
			strcat(told, at + strlen(path));
		} else {
			strcat(told, line);
		}
	}
}

static int
import_by(const struct import_plan *plan, const char *text, bool dry_run)
{
	struct context c = { 0 };
	FILE *f = fopen(path, "w"), *err = tmpfile();
	int stderr_was = dup(STDERR_FILENO), rc;

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	begun = committed = rolled_back = 0;
	seen[0] = '\0';
	command.quiet = true;
	dup2(fileno(err), STDERR_FILENO);
	rc = import_run(&c, path, dry_run, plan);
	dup2(stderr_was, STDERR_FILENO);
	close(stderr_was);
	read_told(err);
	fclose(err);
	return rc;
}

static int
import(const char *text, bool dry_run)
{
	const struct import_plan plan = { .columns = columns,
		.row = take_row,
		.arg = seen,
		.nouns = "things" };

	return import_by(&plan, text, dry_run);
}

static struct row_batch gathered;

/* Of the second row it is told that it has no place. */
static void
take_outcome(struct import *im, const struct db_rows *looked, size_t row)
{
	(void)looked;
	if (row == 1)
		import_fault(im, "name", "has no place");
	else
		import_did(im, "add", "x");
}

static int
gather_rows(struct import *im, void *arg)
{
	(void)arg;
	import_gather(im, &gathered, take_outcome);
	return ERR_OK;
}

static int
gather_row(struct import *im, void *arg)
{
	struct row_batch *b = import_gathered(im);

	(void)arg;
	b->line[b->n++] = import_line(im);
	return ERR_OK;
}

static int
finish_seen(struct import *im, void *arg)
{
	(void)im;
	(void)arg;
	strcat(seen, "finished");
	return ERR_OK;
}

static const struct import_plan gathering = { .columns = columns,
	.start = gather_rows,
	.row = gather_row,
	.finish = finish_seen,
	.nouns = "things" };

static void
what_is_gathered_is_written_before_the_end(void **state)
{
	(void)state;
	gathered = (struct row_batch){ .n = 0 };
	assert_int_equal(ERR_OK, import_by(&gathering, "name\none\n", false));
	assert_string_equal("finished", seen);
	assert_string_equal("", told);
	assert_int_equal(1, committed);
	assert_int_equal(1, gathered.freed);
}

static void
a_row_without_a_place_is_told_by_its_line(void **state)
{
	(void)state;
	gathered = (struct row_batch){ .n = 0 };
	assert_int_equal(
	    ERR_PARSE, import_by(&gathering, "name\none\n\ntwo\n", false));
	assert_string_equal("FILE:4:1: name: has no place\n"
			    "FILE: nothing was imported\n",
	    told);
	assert_string_equal("", seen);
	assert_int_equal(0, committed);
}

static void
a_gathered_row_that_is_refused_is_told_by_its_line(void **state)
{
	(void)state;
	gathered = (struct row_batch){ .refuses = true };
	assert_int_equal(
	    ERR_DENIED, import_by(&gathering, "name\none\ntwo\n", false));
	assert_string_equal("FILE:2:1: the database refuses this row\n"
			    "FILE: nothing was imported\n",
	    told);
	assert_int_equal(1, rolled_back);
}

static void
a_right_file_is_imported_whole(void **state)
{
	(void)state;
	assert_int_equal(
	    ERR_OK, import("note;name;size\nx;a;1\n\n;\" b \";2\n", false));
	assert_string_equal("a;b;", seen);
	assert_string_equal("", told);
	assert_int_equal(1, committed);
	assert_int_equal(0, rolled_back);
}

static void
three_faults_are_three_places_and_nothing_is_imported(void **state)
{
	(void)state;
	assert_int_equal(ERR_PARSE,
	    import("name,size\na,1\n,2\n\"b\nc\",d\nd,3,\"x\"\n", false));
	assert_string_equal("FILE:3:1: name: is missing\n"
			    "FILE:5:4: size: \"d\" is no number\n"
			    "FILE:6:5: more fields than the header has\n"
			    "FILE: nothing was imported\n",
	    told);
	assert_int_equal(0, committed);
	assert_int_equal(1, rolled_back);
}

static const struct {
	const char *text, *says;
} headers[] = {
	{ "",
	    "FILE:1:1: is empty; its first line names columns: name, size, "
	    "note\n" },
	{ "name,colour\n",
	    "FILE:1:6: column \"colour\" is none of name, size, note\n" },
	{ "naem\n",
	    "FILE:1:1: column \"naem\" is none of name, size, note; did you "
	    "mean \"name\"?\nFILE:1:1: column name is missing\n" },
	{ "name,size,name\n", "FILE:1:11: column name stands twice\n" },
	{ "size\n", "FILE:1:1: column name is missing\n" },
	{ "name,,size\n", "FILE:1:6: a column without a name\n" },
};

static void
a_wrong_header_is_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(headers); i++) {
		assert_int_equal(ERR_PARSE, import(headers[i].text, false));
		assert_memory_equal(
		    headers[i].says, told, strlen(headers[i].says));
		assert_int_equal(0, committed);
	}
}

/* As the export of a kind of which there is nothing is. */
static void
a_list_of_none_is_no_fault(void **state)
{
	(void)state;
	assert_int_equal(ERR_OK, import("[]\n", false));
	assert_string_equal("", seen);
	assert_string_equal("", told);
	assert_int_equal(1, committed);
}

static void
a_dry_run_changes_nothing(void **state)
{
	(void)state;
	assert_int_equal(ERR_OK, import("name\na\n", true));
	assert_string_equal("a;", seen);
	assert_int_equal(0, committed);
	assert_int_equal(1, rolled_back);
}

static void
a_row_that_the_database_refuses_ends_it(void **state)
{
	(void)state;
	assert_int_equal(ERR_RANGE, import("name\na\nrefused\nb\n", false));
	assert_string_equal("a;refused;", seen);
	assert_string_equal("FILE:3:1: the database refuses this row\n"
			    "FILE: nothing was imported\n",
	    told);
	assert_int_equal(0, committed);
}

static void
faults_past_a_hundred_are_counted(void **state)
{
	char *text = malloc(8000);
	size_t len = (size_t)sprintf(text, "name,size\n");

	(void)state;
	for (int i = 0; i < 250; i++)
		len += (size_t)sprintf(text + len, "a,x\n");
	assert_int_equal(ERR_PARSE, import(text, false));
	assert_non_null(strstr(told, "FILE: and 150 more faults\n"));
	free(text);
}

static int
make_file(void **state)
{
	int fd = mkstemp(scratch_name(path, "import"));

	(void)state;
	return fd == -1 ? -1 : close(fd);
}

static int
remove_file(void **state)
{
	(void)state;
	return unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_right_file_is_imported_whole),
		cmocka_unit_test(
		    three_faults_are_three_places_and_nothing_is_imported),
		cmocka_unit_test(what_is_gathered_is_written_before_the_end),
		cmocka_unit_test(a_row_without_a_place_is_told_by_its_line),
		cmocka_unit_test(
		    a_gathered_row_that_is_refused_is_told_by_its_line),
		cmocka_unit_test(a_wrong_header_is_told),
		cmocka_unit_test(a_list_of_none_is_no_fault),
		cmocka_unit_test(a_dry_run_changes_nothing),
		cmocka_unit_test(a_row_that_the_database_refuses_ends_it),
		cmocka_unit_test(faults_past_a_hundred_are_counted),
	};
	return cmocka_run_group_tests(tests, make_file, remove_file);
}
