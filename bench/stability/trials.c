/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/stability/trials.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench/stability/fleet.h"
#include "lib/base/mem.h"
#include "lib/model/stability/rollout.h"
#include "lib/model/stability/rollout_ring.h"

enum { CONTROLS = 200, LOOKS = 3, RINGS = 3, PATCHED = 28 * HOURS_DAY };

static const long look_day[LOOKS] = { 1, 3, 7 };

/* Parts of the devices: 5 %, 25 % and 30 %; the rest is not patched at all. */
static const size_t part_after[RINGS] = { 5, 30, 60 };
static const long ring_day[RINGS] = { 28, 32, 36 };

/* Devices take turns, so that each ring has all kinds at all sites. */
static int
ring_of(size_t device)
{
	size_t place = device * 37 % 100;

	for (int r = 0; r < RINGS; r++)
		if (place < part_after[r])
			return r;
	return RINGS;
}

static struct rollout_case
case_of(const struct subject *s, long patched, long days)
{
	/* A window of two hours at night, and one hour to settle. */
	return (struct rollout_case){ s, patched, patched + 3,
		patched + 3 + days * HOURS_DAY };
}

static void
count_tests(const struct rollout_result *r, struct null_rollout *out)
{
	for (size_t i = 0; i < CHANGES; i++) {
		const struct change *c = &r->change[i];

		if (!c->is_known)
			continue;
		if (i < COUNTS) {
			out->counts++;
			out->counts_below += c->p < .01;
		} else {
			out->series++;
			out->series_large += c->is_large;
		}
	}
}

struct rollout_run {
	struct fleet fleet;
	double *earlier[LOOKS];
	size_t n_earlier[LOOKS];
	struct rollout_case *c;
	struct rollout_result *result;
	bool *accused, *unsure;
};

static void
look(struct rollout_run *run, int ring, int at, bool *failed,
    struct null_rollout *out)
{
	struct fleet *f = &run->fleet;
	struct rollout r = { &f->frame, f->subject, f->n, run->earlier[at],
		run->n_earlier[at] };
	struct ring_result of_ring;
	long patched = ring_day[ring] * HOURS_DAY;
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++) {
		int own = ring_of(i);

		f->subject[i].control = own == RINGS ||
		    ring_day[own] * HOURS_DAY >
			patched + 3 + look_day[at] * HOURS_DAY;
		if (own == ring)
			run->c[n++] =
			    case_of(&f->subject[i], patched, look_day[at]);
	}
	rollout_look(&r, run->c, n, run->result);
	rollout_ring(&r, run->c, n, &of_ring);
	*failed = *failed || of_ring.outcome == ROLLOUT_FAILED;
	for (size_t i = 0; i < n; i++) {
		size_t device = (size_t)(run->c[i].subject - f->subject);

		count_tests(&run->result[i], out);
		run->accused[device] |=
		    run->result[i].outcome == ROLLOUT_FAILED;
		run->unsure[device] |= run->result[i].why == WHY_NOT_SURE;
		run->earlier[at][run->n_earlier[at]++] = run->result[i].p;
	}
	out->looks += n;
}

void
trial_null(uint64_t seed, size_t devices, bool holiday, bool masked,
    struct null_rollout *out)
{
	struct fleet_plan plan = { .seed = seed,
		.n = devices,
		.with_series = true,
		.bursty = true,
		.holiday_masked = masked };
	struct rollout_run run = { .c = mem_new(devices, sizeof(*run.c)),
		.result = mem_new(devices, sizeof(*run.result)),
		.accused = mem_new(devices, sizeof(bool)),
		.unsure = mem_new(devices, sizeof(bool)) };

	if (holiday) {
		plan.holiday_first = 21;
		plan.holiday_after = 28;
	}
	*out = (struct null_rollout){ .devices = devices };
	fleet_make(&plan, NULL, &run.fleet);
	for (int i = 0; i < LOOKS; i++)
		run.earlier[i] = mem_new(devices, sizeof(double));
	for (int ring = 0; ring < RINGS; ring++) {
		bool failed = false;

		for (int i = 0; i < LOOKS; i++)
			look(&run, ring, i, &failed, out);
		out->rings_failed += failed;
	}
	for (size_t i = 0; i < devices; i++) {
		out->accused += run.accused[i];
		out->unsure += run.unsure[i];
	}
	fleet_free(&run.fleet);
	for (int i = 0; i < LOOKS; i++)
		free(run.earlier[i]);
	free(run.c);
	free(run.result);
	free(run.accused);
	free(run.unsure);
}

static void
try_ring(const struct fleet *f, size_t ring, struct ring_trials *out)
{
	struct rollout r = { &f->frame, f->subject, f->n, NULL, 0 };
	struct rollout_case *c = mem_new(ring, sizeof(*c));
	struct ring_result result;
	bool failed = false;

	for (int at = 0; at < LOOKS; at++) {
		for (size_t i = 0; i < ring; i++)
			c[i] = case_of(&f->subject[i], PATCHED, look_day[at]);
		rollout_ring(&r, c, ring, &result);
		failed = failed || result.outcome == ROLLOUT_FAILED;
		out->failed[at] += failed;
	}
	for (size_t i = 0; i < result.n; i++) {
		out->tests++;
		out->below += result.change[i].p < .01;
	}
	free(c);
}

void
trial_rings(uint64_t seed, size_t runs, size_t ring, double times,
    struct ring_trials *out)
{
	struct fleet_plan plan = { .n = ring + CONTROLS,
		.alike = true,
		.with_series = true,
		.bursty = true };
	struct fleet_harm harm = { 0, ring, PATCHED, times, 1 };

	*out = (struct ring_trials){ .runs = runs };
	for (size_t i = 0; i < runs; i++) {
		struct fleet f;

		plan.seed = seed + i;
		fleet_make(&plan, &harm, &f);
		for (size_t k = ring; k < f.n; k++)
			f.subject[k].control = true;
		try_ring(&f, ring, out);
		fleet_free(&f);
	}
}

static double
cpu_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

double
trial_cost(uint64_t seed, size_t devices)
{
	struct fleet_plan plan = { .seed = seed,
		.n = 2 * devices,
		.with_series = true,
		.bursty = true };
	struct rollout_case *c = mem_new(devices, sizeof(*c));
	struct rollout_result *out = mem_new(devices, sizeof(*out));
	struct rollout r = { 0 };
	struct fleet f;
	double began;

	fleet_make(&plan, NULL, &f);
	r = (struct rollout){ &f.frame, f.subject, f.n, NULL, 0 };
	for (size_t i = 0; i < f.n; i++) {
		f.subject[i].control = i % 2 == 1;
		if (i % 2 == 0)
			c[i / 2] = case_of(&f.subject[i],
			    PATCHED + (long)(i / 2 % HOURS_DAY), 7);
	}
	began = cpu_ms();
	rollout_look(&r, c, devices, out);
	began = cpu_ms() - began;
	fleet_free(&f);
	free(c);
	free(out);
	return began;
}
