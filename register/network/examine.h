/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_EXAMINE_H
#define REGISTER_EXAMINE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/model/address.h"

struct context;

/*
 * Has the poller try one or more addresses with a credential, and shows what
 * came of it, in words or for programs.
 */
struct examinee {
	int device; /* 0: none of the register */
	const char *name;
	char address[ADDRESS_TEXT_MAX];
	int port;
	bool any_source;
	int credential;
};

/*
 * All are asked at once. ERR_OK only when each answers fully; ERR_IO, told,
 * when one does not. kind: that of the request.
 */
int examine(struct context *c, const char *kind, const struct examinee *list,
    size_t count, long wait_s);

#endif
