/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/stability/subject.h"

#include <stdlib.h>

#include "lib/base/mem.h"

static const char *const count_names[COUNTS] = {
	[COUNT_CRITICAL] = "hours_critical",
	[COUNT_ERROR] = "hours_error",
	[COUNT_WARNING] = "hours_warning",
	[COUNT_UNREACHABLE] = "unreachable",
	[COUNT_FLAPS] = "uplink_flaps",
	[COUNT_FAULTS] = "uplink_errors",
	[COUNT_UPS] = "ups_output",
	[COUNT_VOLUMES] = "volume_full",
};

static const char *const series_names[SERIES] = {
	[SERIES_RTT] = "rtt",
	[SERIES_RTT_HIGH] = "rtt_high",
	[SERIES_CPU] = "cpu",
	[SERIES_MEMORY] = "memory",
	[SERIES_TEMPERATURE] = "temperature",
	[SERIES_CLIENTS] = "clients",
	[SERIES_ACCESS_POINTS] = "access_points",
	[SERIES_POWER] = "poe",
	[SERIES_CHARGE] = "battery_charge",
	[SERIES_RUNTIME] = "battery_runtime",
};

const char *
count_metric_name(enum count_metric m)
{
	return count_names[m];
}

const char *
series_metric_name(enum series_metric m)
{
	return series_names[m];
}

bool
series_fewer_is_worse(enum series_metric m)
{
	return m >= SERIES_CLIENTS;
}

bool
subject_counts(const struct subject *s, enum count_metric m)
{
	return m < COUNT_UPS || s->has[m];
}

static int
by_site(const void *a, const void *b)
{
	const struct subject *const *x = a, *const *y = b;

	return ((*x)->site > (*y)->site) - ((*x)->site < (*y)->site);
}

/* In which hours half of a site's devices were silent, of those asked. */
static void
find_outages(struct subject **s, size_t n, struct hours *out)
{
	for (long i = 0; i < HOURS; i++) {
		size_t asked = 0, silent = 0;

		for (size_t k = 0; k < n; k++) {
			asked += hours_have(&s[k]->asked, i);
			silent += hours_have(&s[k]->silent, i);
		}
		if (silent >= 2 && 2 * silent >= asked)
			hours_add(out, i);
	}
}

static bool
has_silence(struct subject **s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (hours_count(&s[i]->silent) > 0)
			return true;
	return false;
}

void
subjects_mask_outages(struct subject *s, size_t n, size_t *changed)
{
	struct subject **order = mem_new(n + 1, sizeof(struct subject *));
	size_t found = 0;

	for (size_t i = 0; i < n; i++)
		order[i] = &s[i];
	qsort(order, n, sizeof(struct subject *), by_site);
	for (size_t i = 0, end; i < n; i = end) {
		struct hours gone = { { 0 } };

		for (end = i + 1; end < n && order[end]->site == order[i]->site;
		     end++)
			continue;
		if (order[i]->site != 0 && has_silence(&order[i], end - i))
			find_outages(&order[i], end - i, &gone);
		found += hours_count(&gone);
		for (size_t k = i; k < end; k++) {
			hours_drop(&order[k]->asked, &gone);
			hours_drop(&order[k]->silent, &gone);
			order[k]->watched = order[k]->asked;
			hours_drop(&order[k]->watched, &order[k]->silent);
			hours_starts(&order[k]->silent,
			    &order[k]->at[COUNT_UNREACHABLE]);
		}
	}
	free(order);
	if (changed != NULL)
		*changed = found;
}
