/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_LISTEN_CERTIFICATES_H
#define COLLECTOR_LISTEN_CERTIFICATES_H

/* What each listen section shows and believes: tls.h for all that have it. */
struct certificates;
struct config;
struct config_listen;
struct intake;
struct role;
struct tls;

/*
 * All that next asks for; its listens live as long. When one cannot be used, a
 * reason is logged; the others are there, and the answer is ERR_PARSE.
 */
int certificates_load(
    const struct role *r, const struct config *next, struct certificates **out);
void certificates_free(struct certificates *c); /* NULL is fine */

/* Borrowed; NULL: that section has none, or none that can be used. */
struct tls *certificates_of(
    const struct certificates *c, const struct config_listen *l);

/* The same of papers that were read, before anything is started: each reason is
 * logged, and what runs out soon. ERR_PARSE: one cannot be used. */
struct papers;
int certificates_check(const struct papers *p, const struct config *c);

/*
 * In the log and in the journal: which sections have none that can be used, and
 * what runs out soon of what they show and believe.
 */
void certificates_warn(const struct certificates *c, struct intake *in);

#endif
