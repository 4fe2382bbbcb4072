/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_JOURNAL_STREAMS_H
#define LIB_JOURNAL_STREAMS_H

#include <stddef.h>

#include "lib/model/stream.h"

/*
 * The journals of an installation, side by side in one folder. What has
 * another name than a stream is not ours: a journal that an operator moved
 * away stays away.
 */
struct streams {
	char (*names)[STREAM_NAME_MAX]; /* in their order */
	size_t count;
};

/* What is there now; s starts empty. A folder that is not there has none. */
int streams_list(const char *dir, struct streams *s);
void streams_free(struct streams *s);

#endif
