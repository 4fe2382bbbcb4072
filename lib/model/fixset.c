/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/fixset.h"

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/model/scheme.h"
#include "lib/model/version.h"

/* The first scheme that knows the shape of all that is given. */
static const struct scheme *
scheme_for(
    const struct scheme *const *schemes, size_t n, const char *a, const char *b)
{
	for (size_t i = 0; i < n; i++) {
		if (version_fits(schemes[i], a) &&
		    (b == NULL || version_fits(schemes[i], b)))
			return schemes[i];
	}
	return NULL;
}

static enum version_order
order(const struct scheme *s, bool across, const char *a, const char *b)
{
	return across ? version_compare_across(s, a, b, NULL)
		      : version_compare(s, a, b, NULL);
}

static enum fixset_result
judge_one(const struct fix *f, const struct scheme *const *schemes, size_t n,
    const char *running)
{
	const struct scheme *s = scheme_for(schemes, n, running, f->min);
	enum version_order low, high;

	if (s == NULL)
		return FIXSET_APART;
	low = order(s, f->all, running, f->min);
	if (low == VERSION_APART)
		return FIXSET_APART;
	if (low == VERSION_LESS)
		return FIXSET_NOT_MET;
	if (f->max == NULL)
		return FIXSET_MET;
	high = order(s, f->all, running, f->max);
	return high == VERSION_LESS ? FIXSET_MET : FIXSET_APART;
}

static void
say(struct buf *why, const char *running, const char *what, const struct fix *f)
{
	if (why == NULL)
		return;
	buf_printf(why, "runs %s, %s %s", running, what, f->min);
	if (f->max != NULL)
		buf_printf(why, " (before %s)", f->max);
}

static void
add_branch_of(struct buf *why, const struct scheme *const *schemes, size_t n,
    const char *version)
{
	const struct scheme *s = scheme_for(schemes, n, version, NULL);

	if (s == NULL) {
		buf_add_str(why, " (unknown shape)");
		return;
	}
	buf_add_str(why, " (branch ");
	version_branch(s, version, why);
	buf_add_str(why, ")");
}

static void
say_apart(struct buf *why, const struct fixset *set,
    const struct scheme *const *schemes, size_t n, const char *running)
{
	if (why == NULL)
		return;
	buf_printf(why, "runs %s", running);
	add_branch_of(why, schemes, n, running);
	buf_add_str(why, ", not comparable with");
	for (size_t i = 0; i < set->n; i++) {
		buf_printf(why, "%s %s", i > 0 ? "," : "", set->fix[i].min);
		add_branch_of(why, schemes, n, set->fix[i].min);
	}
}

enum fixset_result
fixset_judge(const struct fixset *set, const struct scheme *const *schemes,
    size_t n_schemes, const char *running, struct buf *why)
{
	const struct fix *missed = NULL;

	for (size_t i = 0; i < set->n; i++) {
		const struct fix *f = &set->fix[i];

		switch (judge_one(f, schemes, n_schemes, running)) {
		case FIXSET_MET:
			say(why, running, "fixed from", f);
			return FIXSET_MET;
		case FIXSET_NOT_MET:
			missed = f;
			break;
		case FIXSET_APART:
			break;
		}
	}
	if (missed != NULL) {
		say(why, running, "older than", missed);
		return FIXSET_NOT_MET;
	}
	say_apart(why, set, schemes, n_schemes, running);
	return FIXSET_APART;
}

int
fixset_check(const struct fixset *set, const struct scheme *const *schemes,
    size_t n_schemes, struct buf *why)
{
	if (set->n == 0) {
		buf_add_str(why, "no fixed version is given");
		return ERR_PARSE;
	}
	for (size_t i = 0; i < set->n; i++) {
		const struct fix *f = &set->fix[i];
		const struct scheme *s =
		    scheme_for(schemes, n_schemes, f->min, f->max);

		if (s == NULL) {
			buf_printf(why,
			    "'%.80s'%s%.80s%s: no scheme of this "
			    "profile knows that shape",
			    f->min, f->max == NULL ? "" : " or '",
			    f->max == NULL ? "" : f->max,
			    f->max == NULL ? "" : "'");
			return ERR_PARSE;
		}
		if (f->max != NULL &&
		    order(s, f->all, f->min, f->max) != VERSION_LESS) {
			buf_printf(why,
			    "%s is not before %s, or of another "
			    "branch",
			    f->min, f->max);
			return ERR_PARSE;
		}
	}
	return ERR_OK;
}
