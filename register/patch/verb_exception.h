/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_VERB_EXCEPTION_H
#define REGISTER_VERB_EXCEPTION_H

#include <stdint.h>

/* Verbs of `patchwacht exception` besides those that ask. */
int verb_exception_advise(int argc, char **argv);
int verb_exception_approve(int argc, char **argv);
int verb_exception_refuse(int argc, char **argv);
int verb_exception_list(int argc, char **argv);
int verb_exception_show(int argc, char **argv);

/* Tells it when it is no number. */
int verb_exception_id(const char *text, int64_t *id);

/* Returns rc; ERR_NOTFOUND is told: there is no such exception. */
int verb_exception_found(int rc, int64_t id);

#endif
