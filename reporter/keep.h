/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_KEEP_H
#define REPORTER_KEEP_H

#include <stdbool.h>

#include "lib/base/digest.h"

struct buf;
struct db;

/*
 * What was issued stays as it is: which files no later run may take the place
 * of, and how a new file takes its place once it is recorded.
 */

bool keep_is_there(const char *path);

/* Its folder without links, for who looks for the file later; the caller's to
 * free(). The file itself need not be there yet. */
char *keep_real_path(const char *path);

/* SHA-256 of a file, which is never in memory as a whole. */
int keep_digest(const char *path, uint8_t out[DIGEST_LEN]);

/* Whether it is there, and with these bytes. */
bool keep_has(const char *path, const uint8_t hash[DIGEST_LEN]);

/*
 * Which issued report a file is, by its place or its bytes: "PM-2026Q3 (nl)
 * version 1.0" is appended to which, or nothing.
 */
int keep_find(struct db *db, const char *path, struct buf *which);

/*
 * Whether a file is of an evidence bundle: a PDF that holds a manifest, or one
 * of the files that the manifest beside it names. No table has bundles.
 */
bool keep_is_bundle(const char *path);

/*
 * A file that waits under another name beside its place, or a folder of files
 * that does. Zeroed, it is none and the rest does nothing.
 */
struct keep_file {
	char path[4096], beside[4128];
	bool is_new, placed, is_folder;
};

void keep_start(struct keep_file *f, const char *path);

/* ERR_EXISTS, logged: the folder is there and has something in it, or the one
 * beside it has. */
int keep_start_folder(struct keep_file *f, const char *path);

/* ERR_EXISTS, logged: since keep_start another run put a file there. */
int keep_place(struct keep_file *f);

/*
 * Removes what runs that were killed left beside the places of their files, in
 * the folder and in those right below it: it would outlive the time that
 * reports are kept. Nothing of a run that lives, nor what somebody else put
 * there; each is logged.
 */
void keep_sweep(const char *folder);

/* Removes what was not placed; with undo also what was and replaced nothing. */
void keep_end(struct keep_file *f, bool undo);

#endif
