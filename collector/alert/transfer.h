/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ALERT_TRANSFER_H
#define COLLECTOR_ALERT_TRANSFER_H

#include <stddef.h>

struct event_base;

/*
 * libcurl inside our loop: several transfers at once, each over a connection
 * that is used again where the server likes it.
 */
struct transfers;
struct transfer;

struct transfers *transfers_new(struct event_base *base);
void transfers_free(struct transfers *t); /* ends all, without their on_end */

/*
 * ERR_OK; ERR_AGAIN when the peer refused this one, ERR_IO when it would refuse
 * any other, too. Both may pass. Called from the loop, never from start.
 */
typedef void transfer_end_fn(void *arg, int rc, const char *reason);

/* One that is not begun yet; its handle is libcurl's easy one. */
struct transfer *transfer_new(
    struct transfers *t, transfer_end_fn *on_end, void *arg);
void *transfer_handle(struct transfer *x);

/* Bytes that are read while it runs; kept by the caller until its end. */
void transfer_set_upload(struct transfer *x, const char *data, size_t len);

/* A curl_slist that lives as long as it does. */
void transfer_keep(struct transfer *x, void *list);

/* Begins it; takes x. ERR_IO, logged, and no on_end when it cannot. */
int transfer_start(struct transfer *x);

#endif
