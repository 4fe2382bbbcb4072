/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_ERR_H
#define LIB_BASE_ERR_H

/*
 * What a function that can fail returns: ERR_OK, or what its caller can do
 * about it. The lowest function that knows the name of what failed has logged
 * the reason; those above pass the number on.
 */
enum err {
	ERR_OK = 0,
	ERR_IO = -1,       /* give up: the system refused */
	ERR_PARSE = -2,    /* refuse: the input breaks its own format */
	ERR_RANGE = -3,    /* refuse: well-formed, but beyond a limit of ours */
	ERR_NOTFOUND = -4, /* nothing by that name */
	ERR_AGAIN = -5,    /* wait: nothing changed, a later try may succeed */
	ERR_CORRUPT = -6,  /* give up: stored data fails its own check */
	ERR_DENIED = -7, /* refuse: not with these rights, not with this key */
	ERR_EXISTS = -8, /* refuse: there is one by that name already */
};

const char *err_str(int err); /* English, never NULL */

#endif
