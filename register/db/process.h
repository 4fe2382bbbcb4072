/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_DB_PROCESS_H
#define REGISTER_DB_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

struct account;
struct buf;

/*
 * Runs a program and waits: its exit status, or 128 + signal. as: whose rights
 * it gets, NULL for ours. log: a file for what it says, NULL for standard
 * error.
 */
int process_run(
    const struct account *as, const char *log, const char *const argv[]);

/* The same as ourselves, its output appended to out; -1 when it fails. */
int process_read(const char *const argv[], struct buf *out);

/*
 * Starts a program that outlives us and our terminal (double fork, setsid);
 * its pid, or -1. grandparent: for PG_GRANDPARENT_PID, 0 leaves it out.
 */
pid_t process_detach(const struct account *as, const char *log,
    pid_t grandparent, const char *const argv[]);

/* Becomes the program, in place; returns only when that fails. */
void process_become(
    const struct account *as, pid_t grandparent, const char *const argv[]);

/* Does pid run postgres in the folder data? A zombie does not. */
bool process_is_postgres(const struct account *as, pid_t pid, const char *data);

/* Was its program replaced by an update since it started? */
bool process_is_outdated(const struct account *as, pid_t pid);

/* Is there a process by that number, a zombie included? */
bool process_exists(pid_t pid);

/* Does it still run, whatever its program is by now? A zombie does not. */
bool process_is_alive(pid_t pid);

/* Sends sig (0: none) to every postgres of data but one; how many. */
int process_signal_all(
    const struct account *as, const char *data, pid_t but, int sig);

#endif
