/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/scheme_file.h"

#include "lib/base/buf.h"
#include "lib/base/conf.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/model/scheme.h"
#include "lib/model/version.h"

#include <stdlib.h>
#include <string.h>

enum { FILE_MAX = 1 << 20 };

static const struct conf_option test_options[] = {
	{ "ascending", CONF_LIST, 0, NULL, 0, 0, NULL },
	{ "equal", CONF_LIST, 0, NULL, 0, 0, NULL },
	{ "apart", CONF_LIST, 0, NULL, 0, 0, NULL },
	{ "refused", CONF_LIST, 0, NULL, 0, 0, NULL },
	{ NULL, CONF_TEXT, 0, NULL, 0, 0, NULL },
};

static const struct conf_option scheme_options[] = {
	{ "algorithm", CONF_TEXT, 0, "keys", 0, 0, NULL },
	{ "shape", CONF_TEXT, 0, NULL, 0, 0, NULL },
	{ "keys", CONF_LIST, 0, NULL, 0, 0, NULL },
	{ "branch", CONF_LIST, 0, NULL, 0, 0, NULL },
	{ "label", CONF_TEXT, 0, NULL, 0, 0, NULL },
	{ "test", CONF_SECTION, CONF_MANY, NULL, 0, 0, test_options },
	{ NULL, CONF_TEXT, 0, NULL, 0, 0, NULL },
};

static const struct conf_option file_options[] = {
	{ "scheme", CONF_SECTION, CONF_MANY | CONF_TITLED, NULL, 0, 0,
	    scheme_options },
	{ NULL, CONF_TEXT, 0, NULL, 0, 0, NULL },
};

static int
refuse(const struct conf_section *at, const struct scheme *s, const char *a,
    const char *b, const char *want)
{
	log_warnx("%s:%u: scheme %s: '%s' %s '%s'", conf_file(at),
	    conf_line(at), s->name, a, want, b);
	return ERR_PARSE;
}

/* Every pair of the list, not only neighbours: an order is transitive. */
static int
test_pairs(const struct conf_section *at, const struct scheme *s,
    const char *list, enum version_order order, const char *want)
{
	size_t n = conf_list_len(at, list);

	for (size_t i = 0; i < n; i++) {
		for (size_t j = i + 1; j < n; j++) {
			const char *a = conf_list_at(at, list, i);
			const char *b = conf_list_at(at, list, j);
			enum version_order back =
			    order == VERSION_LESS ? VERSION_GREATER : order;

			if (version_compare(s, a, b, NULL) != order ||
			    version_compare(s, b, a, NULL) != back)
				return refuse(at, s, a, b, want);
		}
	}
	return ERR_OK;
}

static int
test_shapes(const struct conf_section *at, const struct scheme *s)
{
	for (size_t i = 0; i < conf_list_len(at, "apart"); i++) {
		const char *v = conf_list_at(at, "apart", i);

		if (!version_fits(s, v))
			return refuse(at, s, v, "shape", "has not its");
	}
	for (size_t i = 0; i < conf_list_len(at, "refused"); i++) {
		const char *v = conf_list_at(at, "refused", i);

		if (version_fits(s, v))
			return refuse(at, s, v, "shape", "should not have its");
	}
	return ERR_OK;
}

static int
run_test(const struct conf_section *at, const struct scheme *s)
{
	int rc =
	    test_pairs(at, s, "ascending", VERSION_LESS, "is not older than");

	if (rc == ERR_OK)
		rc = test_pairs(
		    at, s, "equal", VERSION_EQUAL, "is not the same as");
	if (rc == ERR_OK)
		rc = test_pairs(at, s, "apart", VERSION_APART,
		    "should not be comparable with");
	return rc == ERR_OK ? test_shapes(at, s) : rc;
}

/* The texts of a list and a NULL behind them; borrowed, the array is not. */
static const char **
list_of(const struct conf_section *at, const char *name)
{
	size_t n = conf_list_len(at, name);
	const char **list = mem_new(n + 1, sizeof(*list));

	for (size_t i = 0; i < n; i++)
		list[i] = conf_list_at(at, name, i);
	return list;
}

static int
read_scheme(const struct conf_section *at, struct scheme **out)
{
	const char **keys = list_of(at, "keys");
	const char **branch = list_of(at, "branch");
	const struct scheme_plan plan = {
		.name = conf_title(at),
		.algorithm = conf_text(at, "algorithm"),
		.shape = conf_text(at, "shape"),
		.keys = keys,
		.branch = branch,
		.label = conf_text(at, "label"),
	};
	char why[SCHEME_WHY_MAX];
	int rc;

	rc = scheme_new(&plan, out, why);
	if (rc < 0)
		log_warnx("%s:%u: scheme %s: %s", conf_file(at), conf_line(at),
		    plan.name, why);
	free(keys);
	free(branch);
	return rc;
}

static int
add_scheme(const struct conf_section *at, struct scheme_set *set)
{
	const struct conf_section *test;
	struct scheme *s = NULL;
	int rc;

	rc = read_scheme(at, &s);
	for (size_t i = 0;
	     rc == ERR_OK && (test = conf_at(at, "test", i)) != NULL; i++)
		rc = run_test(test, s);
	if (rc < 0)
		scheme_free(s);
	else
		scheme_set_put(set, s);
	return rc;
}

/* What was read before, and this. */
static void
add_digest(struct scheme_set *set, const char *text, size_t len)
{
	struct digest *d = digest_new();

	digest_add(d, set->sha256, sizeof(set->sha256));
	digest_add(d, text, len);
	digest_finish(d, set->sha256);
}

int
scheme_file_parse(
    const char *name, const char *text, size_t len, struct scheme_set *set)
{
	const struct conf_section *at;
	struct conf *c = NULL;
	int rc, first = ERR_OK;

	rc = conf_parse(name, text, len, file_options, &c);
	if (rc < 0)
		return rc;
	for (size_t i = 0; (at = conf_at(conf_root(c), "scheme", i)) != NULL;
	     i++) {
		rc = add_scheme(at, set);
		if (rc < 0 && first == ERR_OK)
			first = rc;
	}
	conf_free(c);
	add_digest(set, text, len);
	return first;
}

int
scheme_file_load(const char *path, struct scheme_set *set)
{
	struct buf text = { 0 };
	int rc;

	rc = file_read(path, FILE_MAX, &text);
	if (rc == ERR_OK)
		rc = scheme_file_parse(
		    path, (const char *)text.data, text.len, set);
	buf_free(&text);
	return rc;
}
