/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Runs a fuzz target over its corpus, so every past crash is a unit test; not
 * in a build for tests/fuzz/run, where main is libFuzzer's.
 */

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

#ifndef FUZZING

static int count, failed;

static void
ok(int held, const char *claim, const char *name)
{
	printf("%sok %d - %s %s\n", held ? "" : "not ", ++count, claim, name);
	fflush(stdout); /* what a later crash must not swallow */
	failed += !held;
}

static void
replay(const char *dir, const char *name)
{
	char path[4096];
	uint8_t *data;
	size_t len;
	long size;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "rb");
	if (f == NULL || fseek(f, 0, SEEK_END) == -1 || (size = ftell(f)) < 0) {
		ok(0, "reads", name);
		return;
	}
	rewind(f);
	/* Exactly as long as the input, so that a sanitizer sees its end. */
	data = malloc((size_t)size + (size == 0));
	len = data == NULL ? 0 : fread(data, 1, (size_t)size, f);
	fclose(f);
	ok(LLVMFuzzerTestOneInput(data, len) == 0, "survives", name);
	free(data);
}

int
main(void)
{
	const char *top = getenv("srcdir");
	struct dirent *entry;
	char dir[2048];
	DIR *d;

	snprintf(dir, sizeof(dir), "%s/%s", top ? top : ".", CORPUS);
	d = opendir(dir);
	while (d != NULL && (entry = readdir(d)) != NULL) {
		if (entry->d_name[0] != '.')
			replay(dir, entry->d_name);
	}
	if (d != NULL)
		closedir(d);
	ok(count > 0, "has a corpus in", CORPUS);
	printf("1..%d\n", count);
	return failed != 0;
}

#endif
