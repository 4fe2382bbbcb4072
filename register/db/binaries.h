/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_DB_BINARIES_H
#define REGISTER_DB_BINARIES_H

/* PostgreSQL's own programs, 15 or later. */
struct binaries {
	char *dir;
	int major;
};

enum { BINARIES_OLDEST = 15 };

/*
 * Those of the folder given, else of pg_config, else the newest of the
 * packages; when want is not 0, only that major version will do.
 */
int binaries_find(const char *given, int want, struct binaries *out);
void binaries_free(struct binaries *b);

/* The path of one of them; the caller's to free(). */
char *binaries_path(const struct binaries *b, const char *name);

#endif
