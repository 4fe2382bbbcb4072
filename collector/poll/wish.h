/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_WISH_H
#define COLLECTOR_POLL_WISH_H

#include <stdbool.h>
#include <stdint.h>

struct device;
struct request;
struct request_desk;

/* What operators wait for of one device: numbers of requests, 0: nothing. */
struct wishes {
	int64_t poll, snapshot;             /* the latest one */
	int64_t poll_asked, snapshot_asked; /* that the probe is to answer */
};

bool wish_is_open(const struct device *d);

/* Notes a request of kind "poll" or "snapshot". */
void wish_take(struct device *d, const struct request *r);

/* A probe begins that will answer all that are open. */
void wish_begin(struct device *d);

/* It ended in that outcome, a word; all: the others are answered too. */
void wish_answer(struct request_desk *k, struct device *d, const char *outcome);
void wish_answer_all(
    struct request_desk *k, struct device *d, const char *outcome);

#endif
