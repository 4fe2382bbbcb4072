/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_REQUEST_H
#define COLLECTOR_POLL_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

struct json;
struct dblink;
struct share;

/*
 * What operators want of devices now: rows of the table request. A worker takes
 * those of its own devices, the first worker those of none. Before they begin,
 * the register is read, so that nothing is asked in a way that was changed
 * before somebody asked. Each is handed to its kind, and answered once; an
 * answer that cannot be written waits here until the database is back.
 *
 *	look -> taken -> begin (the register was read) -> begun -> answer
 */
struct request_desk;

struct request {
	int tenant_id;
	int device_id; /* 0: of no device of the register */
	int64_t request_id;
	const char *kind;
	const struct json *args; /* an object */
	bool permitted; /* of kind legacy: somebody permitted it, now */
};

/* Ends in an answer, at once or later. r is borrowed until that answer. */
typedef void request_begin(void *arg, const struct request *r);

struct request_hooks {
	/* The register is to be read; then request_desk_begin. */
	void (*waiting)(void *arg);
	void *arg;
};

/* name is that of the worker; db, name and share are borrowed. */
struct request_desk *request_desk_new(struct dblink *db, const char *name,
    const struct share *share, const struct request_hooks *hooks);
void request_desk_free(struct request_desk *k); /* before db; NULL is fine */

/* What does requests of a kind, such as "poll"; kind is borrowed. */
void request_desk_kind(
    struct request_desk *k, const char *kind, request_begin *begin, void *arg);

/* Writes the answers that wait, and takes what is open. */
void request_desk_look(struct request_desk *k);

/* Does anything wait for request_desk_begin? */
bool request_desk_waits(const struct request_desk *k);

/* The register was read since they were taken: begins them. */
void request_desk_begin(struct request_desk *k);

/* outcome: a word, "answered". Takes result, NULL for none. r is gone. */
void request_answer(struct request_desk *k, const struct request *r,
    const char *outcome, struct json *result);

/* The same for all of one kind and device that began, up to request_id. */
void request_answer_all(struct request_desk *k, const char *kind, int tenant_id,
    int device_id, int64_t request_id, const char *outcome);

#endif
