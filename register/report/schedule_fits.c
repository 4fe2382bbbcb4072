/* SPDX-License-Identifier: Apache-2.0 */
#include "register/report/schedule_fits.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/front.h"
#include "lib/store/report/schedule_store.h"
#include "register/command.h"
#include "register/report/schedule_input.h"

enum { TEMPLATE_MAX = 1 << 20, SPANS = 3 };

static const char *const spans[SPANS] = { "month", "quarter", "year" };

/* What a kind is about, where its name says so. */
static const char *
usual_span(const char *kind)
{
	if (strcmp(kind, "monthly") == 0)
		return "month";
	return strcmp(kind, "annual") == 0 ? "year" : "quarter";
}

static int
place_of(const char *span)
{
	int i = 0;

	while (i < SPANS - 1 && strcmp(spans[i], span) != 0)
		i++;
	return i;
}

/* The one of a list that is least longer or shorter; the shorter of two. */
static const char *
nearest_span(const char *list, const char *span)
{
	const char *best = NULL;
	int to = place_of(span), least = SPANS;

	for (int i = 0; i < SPANS; i++) {
		if (!front_lists(list, spans[i]) || abs(i - to) >= least)
			continue;
		best = spans[i];
		least = abs(i - to);
	}
	return best;
}

/* A template that lists none is about any. */
static int
fit_span(const char *text, struct schedule *out)
{
	const char *wanted =
	    out->every != NULL ? out->every : usual_span(out->kind);
	struct buf periods = { 0 };
	const char *nearest = front_find(text, "periods", &periods)
	    ? nearest_span(buf_str(&periods), wanted)
	    : wanted;
	int rc = ERR_OK;

	if (nearest == NULL)
		nearest = wanted; /* it lists nonsense, and is told elsewhere */
	if (out->every == NULL)
		out->every = nearest;
	else if (strcmp(out->every, nearest) != 0) {
		complain("--every: a report %s is never about a %s; --every %s",
		    out->kind, out->every, nearest);
		rc = ERR_PARSE;
	}
	buf_free(&periods);
	return rc;
}

static int
fit_place(const char *text, const struct schedule_input *in)
{
	bool of_site = in->site != NULL || in->each_site, fits;
	struct buf scope = { 0 };
	int rc = ERR_OK;

	if (!front_find(text, "scope", &scope))
		buf_add_str(&scope, "organisation");
	fits = front_lists(buf_str(&scope), of_site ? "site" : "organisation");
	if (!fits && of_site)
		complain("%s: a report %s is of the whole organisation; leave "
			 "it out",
		    in->each_site ? "--each-site" : "--site", in->kind);
	else if (!fits)
		complain("--kind: a report %s is of one site; --each-site, or "
			 "--site NAME",
		    in->kind);
	if (!fits)
		rc = ERR_PARSE;
	buf_free(&scope);
	return rc;
}

int
schedule_fits(
    const char *path, const struct schedule_input *in, struct schedule *out)
{
	struct buf text = { 0 };
	int rc = file_read(path, TEMPLATE_MAX, &text);

	if (rc == ERR_OK)
		rc = fit_span(buf_str(&text), out);
	if (rc == ERR_OK)
		rc = fit_place(buf_str(&text), in);
	buf_free(&text);
	return rc;
}
