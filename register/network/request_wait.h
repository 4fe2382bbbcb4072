/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_REQUEST_WAIT_H
#define REGISTER_REQUEST_WAIT_H

#include <stdint.h>

struct context;
struct db_rows;

/* The columns of its answer. */
enum request_column {
	REQUEST_TAKEN,
	REQUEST_FINISHED,
	REQUEST_OUTCOME,
	REQUEST_RESULT, /* JSON, or NULL */
};

enum { REQUEST_TAKE_S = 5 }; /* the poller looks every second */

/*
 * Waits for the answer to a request about name, at most wait_s seconds; when
 * nobody takes it within REQUEST_TAKE_S, the poller does not run. ERR_AGAIN
 * after telling that; the request stands. *rows are the caller's on ERR_OK.
 */
int request_wait(struct context *c, int64_t request, const char *name,
    long wait_s, struct db_rows **rows);

#endif
