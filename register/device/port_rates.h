/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_PORT_RATES_H
#define REGISTER_PORT_RATES_H

#include "register/show/table.h"

struct db_rows;

/* What the counters of interfaces counted from one poll to the next. */
extern const struct column rate_columns[];

/* pairs: of sample_store_pairs. */
void port_rates_add(struct table *t, const struct db_rows *pairs);

#endif
