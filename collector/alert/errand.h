/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ALERT_ERRAND_H
#define COLLECTOR_ALERT_ERRAND_H

#include <stddef.h>

#include "collector/alert/transfer.h"

struct event_base;

/*
 * A saying to a program of the configuration, which role program runs: we may
 * run none. ERR_OK when it exits with 0; ERR_AGAIN when it refuses this one,
 * ERR_IO when it cannot now, did not end in time, or nobody is there to run it.
 */
struct errand;

/* errands is the socket that role_errands gives. on_end comes later; ERR_IO,
 * ERR_RANGE now, logged, and then not. It frees itself before on_end. */
int errand_send(struct event_base *base, int errands, const char *program,
    const char *data, size_t len, transfer_end_fn *on_end, void *arg,
    struct errand **out);
void errand_free(struct errand *e); /* without on_end; NULL is fine */

#endif
