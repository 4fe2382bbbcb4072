/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_DELIVER_H
#define REPORTER_DELIVER_H

#include <stddef.h>
#include <stdint.h>

#include "lib/store/place.h"

struct db;
struct json;

/*
 * What is said of a report when it is brought to somebody, as JSON; the
 * caller's to free. Keys that begin with "_" are for programs:
 *
 *	number, version, organisation, period, from, until, interim,
 *	classification, pdf_sha256, evidence_sha256, lies (the file), reason
 *	_secrecy	open, confidential or secret: the strictest that the
 *			pages and the organisation's setting say
 *	_name		that its copies have, whatever the file is called
 *	_party		of a service provider that patches and reports, with
 *	_anchors	what shows later that nothing was changed, in lines
 */
struct deliver_facts {
	const struct json *evidence, *values;
	const char *path, *language, *pdf_sha256, *evidence_sha256;
	/* Its classification as its pages print it, and that language's word
	 * for what is public; NULL: as in values. */
	const char *printed, *public_word;
};
char *deliver_detail(const struct deliver_facts *f);

/*
 * Inside a transaction, for a report of the database: everybody whom its
 * schedule names, or, without one (0), who had the version that it takes the
 * place of (0: none). With a service provider the CISO gets the anchors, too.
 * pdf may be NULL where it is not there any more.
 */
struct deliver {
	int tenant;
	int64_t report, schedule, supersedes;
	const void *pdf;
	size_t len;
};
int deliver_add(struct db *db, const struct deliver *d);

/*
 * Inside a transaction: the bundle of a report to the folder of each schedule
 * that asks for it. Never by mail: a bundle is Geheim, whatever its report is.
 */
struct deliver_bundle {
	int tenant;
	const char *number, *language, *path;
	const uint8_t *sha256; /* of the PDF */
};
int deliver_bundle(struct db *db, const struct deliver_bundle *b);

/* Copies what is to be in a folder, of all organisations; one that fails is
 * told and waits for the next run. */
int deliver_folders(struct db *db, const struct place *place);

/* Where a copy lies, by the recipient of its row. */
struct buf;
void deliver_copy_path(const struct place *place, int tenant,
    const char *recipient, struct buf *out);

#endif
