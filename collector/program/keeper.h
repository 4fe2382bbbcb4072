/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_PROGRAM_KEEPER_H
#define COLLECTOR_PROGRAM_KEEPER_H

#include <sys/types.h>

/*
 * A process of ours between the role and a program. Whatever the program starts
 * and leaves behind becomes the keeper's child, also what made itself a session
 * of its own (prctl(2), PR_SET_CHILD_SUBREAPER: no right and no namespace is
 * needed), and so all of it is found and killed: when the program ends, when
 * the keeper is told to by SIGTERM, or when the role is gone.
 *
 * Forked off by the role with all signals blocked; never returns. become is run
 * in the program's process and does not return. The keeper ends as the program
 * did: with its exit code, or by its signal.
 */
typedef void keeper_fn(const void *arg);
void keeper_run(pid_t role, keeper_fn *become, const void *arg)
    __attribute__((noreturn));

#endif
