/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_LAYOUT_MEASURE_H
#define REPORTER_LAYOUT_MEASURE_H

#include <stddef.h>

#include "reporter/pdf/face.h"

/* How wide a text is; given from outside, so that layout is pure. */
struct measure {
	double (*width)(void *of, enum face face, const char *text,
	    size_t len); /* at 1 pt */
	void *of;
};

#endif
