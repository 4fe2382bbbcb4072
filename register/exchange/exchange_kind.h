/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_EXCHANGE_KIND_H
#define REGISTER_EXCHANGE_KIND_H

/*
 * Every kind of record that people write, in the order in which an empty
 * register takes them: the later name the earlier.
 */
struct exchange_kind {
	const char *name; /* "devices" */

	/* import KIND FILE, argv[2] on are its words; NULL: it is not read. */
	int (*import)(int argc, char **argv);
	const char *why_not;

	/* Entries are written and read by their own verbs. */
	int (*verb)(int argc, char **argv);
	const char *noun, *about; /* "action"; else of lib/store/export */
};

/* Ends with an empty row. */
extern const struct exchange_kind exchange_kinds[];

/* NULL, told with the nearest: there is none of that name. */
const struct exchange_kind *exchange_kind_find(const char *name);
const char *exchange_kind_about(const struct exchange_kind *k);

int exchange_export_entries(
    const struct exchange_kind *k, int argc, char **argv);
int exchange_import_entries(
    const struct exchange_kind *k, int argc, char **argv);

#endif
