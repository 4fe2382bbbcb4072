/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_EXTERNAL_H
#define REGISTER_EXTERNAL_H

/*
 * Verbs that are programs of their own: patchwacht-VERB beside this program,
 * else in LIBEXECDIR, else in PATH. They get the shared options as
 * PATCHWACHT_HOME, PATCHWACHT_CONFIG and PATCHWACHT_TENANT.
 */

/* Becomes that program; returns only when there is none. */
int external_exec(const char *verb, int argc, char **argv);

/* Runs it and waits; its exit code, or ERR_NOTFOUND. */
int external_run(const char *verb, char *const argv[]);

#endif
