/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_TEMPLATE_TALLY_H
#define LIB_STORE_TEMPLATE_TALLY_H

#include <stddef.h>
#include <stdint.h>

struct line_template;

/*
 * Severe lines that no rule knows, counted by device, hour and shape
 * (lib/model/shape.h) before they are written. Ready for use when zeroed.
 */
struct template_tally {
	struct line_template *list; /* its texts are the tally's */
	size_t count, room;
	uint32_t *slots; /* places in list from 1, by a hash of what they are */
	size_t slot_count;
};

struct template_seen {
	int tenant_id, device_id;
	int64_t at;
	int severity;
	const char *app, *code,
	    *shape; /* borrowed; the first two may be NULL */
	unsigned count;
};

void template_tally_add(
    struct template_tally *t, const struct template_seen *seen);
void template_tally_clear(struct template_tally *t);
void template_tally_free(struct template_tally *t);

#endif
