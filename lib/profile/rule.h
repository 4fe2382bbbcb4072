/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_RULE_H
#define LIB_PROFILE_RULE_H

#include <stdint.h>

#include "lib/base/conf.h"
#include "lib/profile/profile.h"

/*
 * The sections of a profile, read from its file. Each says what is wrong as
 * "FILE:LINE: profile TITLE: reason" and returns ERR_PARSE; what was read until
 * then is in *out, for the free functions below.
 */

struct regex;

extern const struct conf_option rule_options[];      /* version, serial, ... */
extern const struct conf_option condition_options[]; /* match, exclude */

/* What stands in messages. */
struct loading {
	const char *title;
	const struct scheme_set *schemes;
};

int rule_refuse(const struct loading *l, const struct conf_section *at,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* NULL text leaves *out as it is. */
int rule_read_regex(const struct loading *l, const struct conf_section *at,
    const char *key, struct regex **out);
int rule_read_object(const struct loading *l, const struct conf_section *at,
    const char *text, struct profile_oid *out);

int rule_read_all(const struct loading *l, const struct conf_section *at,
    const char *section, struct rules *out);
int rule_read(
    const struct loading *l, const struct conf_section *at, struct rule *out);
int condition_read_all(const struct loading *l, const struct conf_section *at,
    const char *section, struct conditions *out);

/* The number of an entPhysicalClass, or 0. */
uint32_t rule_class(const char *name);

void rule_free(struct rule *r);
void rules_free(struct rules *r);
void conditions_free(struct conditions *c);

#endif
