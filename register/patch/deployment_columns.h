/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_DEPLOYMENT_COLUMNS_H
#define REGISTER_DEPLOYMENT_COLUMNS_H

#include "register/show/table.h"

/* Of deployment_store_list, and of _show as a record. */
extern const struct column deployment_columns[];
extern const struct column deployment_record[];

/* Of deployment_store_transitions, and of evidence. */
extern const struct column transition_columns[];
extern const struct column evidence_columns[];
extern const struct column evidence_record[];
extern const struct column evidence_line_columns[];

#endif
