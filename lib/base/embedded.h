/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_EMBEDDED_H
#define LIB_BASE_EMBEDDED_H

/* A text file that was built into the program (build-aux/embed). */
struct embedded {
	const char *name; /* NULL ends an array */
	const char *text;
};

#endif
