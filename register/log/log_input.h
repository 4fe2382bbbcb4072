/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_LOG_INPUT_H
#define REGISTER_LOG_INPUT_H

#include <stdint.h>

/* What was typed after `patchwacht log`, as a filter of messages. */
struct buf;
struct context;
struct log_filter;

/* A name such as "warning" or "err", or its number, 0 to 7. */
int log_input_severity(const char *text, int *out, struct buf *why);
const char *log_input_severity_name(int severity);

/* "TIME", or a span such as "2 h": so long ago. NULL leaves *out as it is. */
int log_input_since(const char *text, int64_t *out, struct buf *why);

struct log_input {
	const char *device, *site, *since, *until, *severity, *event, *app;
	const char *grep;
};

/*
 * ERR_PARSE, told with the option's name, for what cannot be; ERR_NOTFOUND,
 * told, for a device or site that is not there. out borrows from in.
 */
int log_input_read(
    struct context *c, const struct log_input *in, struct log_filter *out);

#endif
