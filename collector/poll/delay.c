/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/delay.h"

/* The place of the highest bit, and the two bits behind it. */
static unsigned
class_of(uint64_t us)
{
	unsigned bit;

	if (us < 4)
		return (unsigned)us;
	bit = 63 - (unsigned)__builtin_clzll(us);
	return (bit - 1) * 4 + (unsigned)(us >> (bit - 2) & 3);
}

/* The largest that is in a class. */
static int64_t
end_of(unsigned class)
{
	unsigned bit = class / 4 + 1;

	if (class < 4)
		return class;
	return (int64_t)((((uint64_t)4 | (class & 3)) + 1) << (bit - 2)) - 1;
}

void
delay_add(struct delay *d, int64_t us)
{
	unsigned class = class_of(us < 0 ? 0 : (uint64_t)us);

	if (class >= DELAY_CLASSES)
		class = DELAY_CLASSES - 1;
	d->count[class]++;
	d->total++;
	if (us > d->max)
		d->max = us;
}

int64_t
delay_permille(const struct delay *d, unsigned permille)
{
	uint64_t want = (d->total * permille + 999) / 1000, n = 0;
	int64_t end;

	for (unsigned i = 0; i < DELAY_CLASSES; i++) {
		n += d->count[i];
		if (n > 0 && n >= want) {
			end = end_of(i);
			return end < d->max ? end : d->max;
		}
	}
	return 0;
}
