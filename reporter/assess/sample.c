/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/sample.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "reporter/assess/facts.h"

bool
sample_is_seed(const char *text)
{
	size_t n = 0;

	while (text[n] >= ' ' && text[n] <= '~')
		n++;
	return text[n] == '\0' && n > 0 && n <= SAMPLE_SEED_MAX;
}

static void
add_line(const struct obligation *o, struct buf *to)
{
	buf_printf(to, "%s\t%s\n", facts_text(o->row, "reference"),
	    facts_text(o->row, "device"));
}

static int
by_line(const void *a, const void *b)
{
	const struct obligation *x = ((const struct drawn *)a)->obligation;
	const struct obligation *y = ((const struct drawn *)b)->obligation;
	struct buf of_x = { 0 }, of_y = { 0 };
	int order;

	add_line(x, &of_x);
	add_line(y, &of_y);
	order = strcmp(buf_str(&of_x), buf_str(&of_y));
	buf_free(&of_x);
	buf_free(&of_y);
	if (order != 0)
		return order;
	/* A name may have been given to another device since. */
	return (x->device_id > y->device_id) - (x->device_id < y->device_id);
}

static int
by_digest(const void *a, const void *b)
{
	return strcmp(((const struct drawn *)a)->digest,
	    ((const struct drawn *)b)->digest);
}

size_t
sample_population(const struct facts *f)
{
	size_t n = 0;

	for (size_t i = 0; i < f->nobligations; i++)
		n += f->obligations[i].in_cohort;
	return n;
}

static void
gather(const struct facts *f, struct sample *s)
{
	s->drawn = mem_new(f->nobligations + 1, sizeof(*s->drawn));
	for (size_t i = 0; i < f->nobligations; i++)
		if (f->obligations[i].in_cohort)
			s->drawn[s->population++].obligation =
			    &f->obligations[i];
	qsort(s->drawn, s->population, sizeof(*s->drawn), by_line);
}

/* Of the population, and of each line of it behind the seed. */
static void
digest_all(struct sample *s)
{
	struct digest *all = digest_new();
	uint8_t out[DIGEST_LEN];
	struct buf line = { 0 };

	for (size_t i = 0; i < s->population; i++) {
		size_t head;

		buf_clear(&line);
		buf_printf(&line, "%s\t", s->seed);
		head = line.len;
		add_line(s->drawn[i].obligation, &line);
		digest_add(all, line.data + head, line.len - head);
		digest_of(line.data, line.len, out);
		digest_hex(out, sizeof(out), s->drawn[i].digest);
	}
	digest_finish(all, out);
	digest_hex(out, sizeof(out), s->population_sha256);
	buf_free(&line);
}

void
sample_draw(const struct facts *f, size_t most, struct sample *out)
{
	struct sample s = { .seed = json_get_text(f->evidence, "sample_seed") };

	s.is_given = s.seed != NULL;
	if (!s.is_given)
		s.seed = facts_text(json_get(f->evidence, "chain"), "hash");
	gather(f, &s);
	digest_all(&s);
	qsort(s.drawn, s.population, sizeof(*s.drawn), by_digest);
	s.n = s.population < most ? s.population : most;
	*out = s;
}

void
sample_free(struct sample *s)
{
	free(s->drawn);
	*s = (struct sample){ 0 };
}
