/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/range.h"

bool
range_is_open(const struct range *r)
{
	return !r->medical || r->approved;
}

const struct range *
range_of_block(
    const struct range *list, size_t count, const struct prefix *block)
{
	const struct range *best = NULL;

	for (size_t i = 0; i < count; i++) {
		if (prefix_within(block, &list[i].block) &&
		    (best == NULL || list[i].block.bits > best->block.bits))
			best = &list[i];
	}
	return best;
}

const struct range *
range_of_address(
    const struct range *list, size_t count, const struct address *a)
{
	const struct prefix one = { .address = *a,
		.bits = a->family == 4 ? 32 : 128 };

	return range_of_block(list, count, &one);
}

const struct range *
range_nearest(
    const struct range *list, size_t count, const struct prefix *block)
{
	const struct range *best = NULL;
	int most = -1, common;

	for (size_t i = 0; i < count; i++) {
		common = prefix_common(&list[i].block, block);
		if (common > most) {
			most = common;
			best = &list[i];
		}
	}
	return best;
}

/* Of two shut ones inside each other, the wider counts both. */
static bool
is_inside_shut(const struct range *list, size_t count, size_t i)
{
	for (size_t k = 0; k < count; k++) {
		if (k != i && !range_is_open(&list[k]) &&
		    list[k].block.bits < list[i].block.bits &&
		    prefix_within(&list[i].block, &list[k].block))
			return true;
	}
	return false;
}

uint64_t
range_shut(const struct range *list, size_t count, const struct prefix *block)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < count; i++) {
		if (range_is_open(&list[i]) ||
		    list[i].block.bits <= block->bits ||
		    !prefix_within(&list[i].block, block) ||
		    is_inside_shut(list, count, i))
			continue;
		sum += prefix_hosts(&list[i].block);
	}
	return sum;
}
