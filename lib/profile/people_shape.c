/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/people_shape.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/model/shape.h"
#include "lib/profile/people.h"

#define WITHHELD "masked: not all names in it could be found"

static void
put_star(void *data, const struct person *one, struct buf *out)
{
	(void)data;
	(void)one;
	buf_add_u8(out, '*');
}

void
people_shape(const struct people *p, const char *text, struct buf *shape)
{
	struct persons who = { 0 };
	struct buf nameless = { 0 };
	size_t len = strlen(text);

	if (people_find(p, text, len, &who) < 0) {
		shape_add(WITHHELD, strlen(WITHHELD), shape);
	} else if (who.count == 0) {
		shape_add(text, len, shape);
	} else {
		people_replace(&who, text, len, put_star, NULL, &nameless);
		shape_add(buf_str(&nameless), nameless.len, shape);
	}
	buf_free(&nameless);
}
