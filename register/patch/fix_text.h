/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_FIX_TEXT_H
#define REGISTER_FIX_TEXT_H

#include <stdbool.h>

struct buf;

/*
 * An entry of a fix set as people write it: the scheme, what it is about, and
 * the first version that has the fix.
 *
 *	SCHEME:VERSION                  in the branch of VERSION, from there on
 *	SCHEME:VERSION..END             up to, not including, END
 *	SCHEME:>=VERSION                there, and in every later branch
 *	SCHEME:COMPONENT=VERSION        of a part (also with .. and >=)
 *
 *	COMPONENT is kernel, bootloader, or package:NAME, component:NAME,
 *	kernel:NAME, bootloader:NAME
 *
 *	fortios:7.2.8
 *	dpkg:package:openssl=3.0.11-1~deb12u2
 */
struct fix_text {
	char *scheme, *component, *min, *max; /* max is NULL for no end */
	bool all;
};

/* ERR_PARSE adds the reason to why. A zeroed one may be freed. */
int fix_text_parse(const char *text, struct fix_text *out, struct buf *why);
void fix_text_free(struct fix_text *f);

#endif
