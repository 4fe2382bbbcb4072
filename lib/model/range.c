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

static bool
is_narrower(const struct range *a, const struct range *b)
{
	return a->block.bits > b->block.bits;
}

/* Does a range between r and that of list[i] hold it already? */
static bool
is_taken(
    const struct range *list, size_t count, size_t i, const struct range *r)
{
	for (size_t k = 0; k < count; k++) {
		if (is_narrower(&list[k], r) &&
		    is_narrower(&list[i], &list[k]) &&
		    prefix_within(&list[i].block, &list[k].block))
			return true;
	}
	return false;
}

uint64_t
range_share(const struct range *list, size_t count, const struct range *r,
    const struct prefix *block)
{
	const struct prefix *part =
	    prefix_within(block, &r->block) ? block : &r->block;
	uint64_t sum;

	if (!prefix_within(part, block))
		return 0;
	sum = prefix_hosts_in(block, part);
	for (size_t i = 0; i < count; i++) {
		if (!is_narrower(&list[i], r))
			continue;
		if (prefix_within(block, &list[i].block))
			return 0;
		if (prefix_within(&list[i].block, part) &&
		    !is_taken(list, count, i, r))
			sum -= prefix_hosts_in(block, &list[i].block);
	}
	return sum;
}

uint64_t
range_shut(const struct range *list, size_t count, const struct prefix *block)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < count; i++) {
		if (!range_is_open(&list[i]))
			sum += range_share(list, count, &list[i], block);
	}
	return sum;
}
