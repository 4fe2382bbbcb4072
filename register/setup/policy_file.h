/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_POLICY_FILE_H
#define REGISTER_POLICY_FILE_H

struct policy;

/*
 * A policy as a file that an organisation writes (patchwacht-policy(5)): what
 * it leaves out is as in policy_default. Faults are logged as FILE:LINE:
 * reason. *name is the caller's to free().
 */
int policy_file_load(const char *path, struct policy *out, char **name);

/* The same of a text, which faults call file. */
int policy_text_load(
    const char *file, const char *text, struct policy *out, char **name);

#endif
