/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_LOAD_MARKS_H
#define LIB_LOAD_MARKS_H

#include "lib/profile/notable.h"

/* By what lines are marked for verify: the rules that it has as well, read from
 * the same files. */
struct marks;

int marks_load(const char *data, struct marks **out); /* data as in profile/ */
void marks_free(struct marks *m);                     /* NULL is fine */

/* NULL for NULL; people are those whom shapes do not name. */
const struct notable *marks_notable(const struct marks *m);
struct people;
const struct people *marks_people(const struct marks *m);

#endif
