/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_ASK_H
#define REGISTER_ASK_H

#include <stdbool.h>
#include <stddef.h>

/* Questions to a person at a terminal. */

/* Whether somebody is there to answer. */
bool ask_can(void);

/*
 * One line, with its blanks cut; an empty answer is fallback (may be NULL).
 * The caller's to free(); NULL when there was no answer.
 */
char *ask(const char *question, const char *fallback);

/*
 * A secret: from the file, or standard input where path is "-", else from the
 * terminal without showing it. Of a file that is not standard input, the lines
 * before are passed over; of the others the next line counts. ERR_RANGE when it
 * is empty or does not fit.
 */
int ask_secret(const char *question, const char *path, unsigned before,
    char *out, size_t size);

/* For db_set_ask: at a terminal, where nothing else is printed by then. */
int ask_login(const char *user, char *out, size_t size);

/* Whether ask_secret with that path asks a person. */
bool ask_is_hidden(const char *path);

#endif
