/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_CHECK_H
#define REGISTER_CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/model/address.h"
#include "lib/model/function.h"
#include "lib/model/policy.h"

struct buf;

/*
 * What people type or import, checked before anything else sees it. ERR_PARSE
 * adds the reason to why, in words that can stand behind "--option: " or
 * "FILE:LINE:COLUMN: column: ".
 */

/* words ends with NULL. */
int check_word(const char *text, const char *const *words, struct buf *why);
int check_language(const char *text, struct buf *why); /* nl, en */
int check_function(const char *text, enum function *out, struct buf *why);
int check_priority(const char *text, enum priority *out, struct buf *why);
int check_mail(const char *text, struct buf *why);

/*
 * A name of ours: up to 128 characters of UTF-8, none of them a control or
 * invisible, no slash, no blank at an end.
 */
int check_name(const char *text, struct buf *why);

/*
 * "TEXT" or "REPORT=TEXT": whom reports are meant for, functions or people. The
 * setting's key is appended to key: readers, or readers.quarterly.
 */
int check_readers_text(const char *text, struct buf *why);
int check_readers(
    const char *given, struct buf *key, const char **text, struct buf *why);

/* Free words: up to 4000 characters, the same kind. */
int check_prose(const char *text, struct buf *why);

/*
 * Words of letters, digits, ".", "_", ":" and "-", separated by commas or
 * blanks; joined by single commas in out.
 */
int check_tags(const char *text, struct buf *out, struct buf *why);

/* "192.0.2.1", "192.0.2.1:1161", "[2001:db8::1]:161"; port 0: not given. */
int check_address(const char *text, char address[ADDRESS_TEXT_MAX], int *port,
    struct buf *why);

/* "2026-11-03", which is not yet to come. */
int check_past_day(const char *text, struct buf *why);

/* As zone_parse reads it. */
int check_time(const char *text, int64_t *out, struct buf *why);

/* "2 h": so long before until; or a moment. NULL: usual before it. Says itself
 * what is wrong, behind --since. */
int check_since(const char *text, int64_t usual, int64_t until, int64_t *out);
int check_yes_no(const char *text, bool *out, struct buf *why);
int check_number(
    const char *text, long min, long max, long *out, struct buf *why);

/* Tells why behind the option's name, and empties it; returns rc. */
int check_tell(int rc, const char *option, struct buf *why);

#endif
