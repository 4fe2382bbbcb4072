/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_SOURCE_H
#define REPORTER_SOURCE_H

struct db;
struct evidence_scope;
struct json;
struct place;
struct source;

/* A connection of who makes reports; what is wrong is logged. */
int source_connect(
    const struct place *place, const char *role, struct db **out);

/*
 * What a run of many reports rests on. Reports of one organisation and period
 * that follow each other are of one moment, and those of one kind and site, as
 * in two languages, of the same evidence to the byte. It has a connection of
 * its own, which stands in a transaction while reports are recorded over
 * another. Where that is lost, those that follow are of a later moment.
 */
struct source *source_new(const struct place *place, const char *role);
void source_free(struct source *s); /* NULL is fine */

/*
 * Evidence of a scope, of that moment; *out is the caller's. ERR_AGAIN, logged:
 * the database does not answer.
 */
int source_take(
    struct source *s, const struct evidence_scope *scope, struct json **out);

/* What a report of that kind rested on: for the one that comes next. */
void source_keep(struct source *s, const struct evidence_scope *scope,
    const char *kind, const struct json *evidence);

/* That again, for another owner; NULL when the last one was another. */
struct json *source_kept(const struct source *s,
    const struct evidence_scope *scope, const char *kind);

#endif
