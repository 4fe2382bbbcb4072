/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_LOG_LINE_H
#define REGISTER_LOG_LINE_H

#include <stddef.h>

#include "register/show/table.h"

/*
 * Messages as rows of a table, and as lines that come one by one: those cannot
 * wait for the widest.
 */
struct buf;
struct db_rows;

extern const struct column log_columns[];

void log_line_add(struct table *t, const struct db_rows *rows, size_t i);

/* For people: time, device, severity, program and text. */
void log_line_print(const struct db_rows *rows, size_t i, struct buf *out);

/* An object with the names of log_columns, on one line. */
void log_line_print_json(const struct db_rows *rows, size_t i, struct buf *out);

#endif
