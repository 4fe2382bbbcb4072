/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_WORK_H
#define REGISTER_WORK_H

#include "register/context.h"
#include "register/flag.h"

/*
 * The common course of a verb: read the command line, open the register, work,
 * close. Both return the exit code: 2 where run says ERR_PARSE, which is for
 * what was typed; it has told the reason.
 */
typedef int work_fn(struct context *c, const struct words *rest);

int work_read(const struct synopsis *s, int argc, char **argv, work_fn *run);

/* The same in one transaction, undone unless run says ERR_OK. */
int work_change(const struct synopsis *s, int argc, char **argv, work_fn *run);

#endif
