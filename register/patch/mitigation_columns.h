/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_MITIGATION_COLUMNS_H
#define REGISTER_MITIGATION_COLUMNS_H

#include "register/show/table.h"

/* As mitigation_list gives them. */
extern const struct column mitigation_columns[];

#endif
