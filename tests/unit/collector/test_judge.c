/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/judge.h"

#include <string.h>

#include "collector/verify/versions.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/model/scheme.h"
#include "lib/profile/identity.h"
#include "lib/store/patch/verdict.h"

#include "tests/unit/test.h"

static struct scheme_set schemes;

static int
make_schemes(void **state)
{
	static const char *const keys[] = { "a int", "b int", "c int", NULL };
	static const char *const branch[] = { "a", "b", NULL };
	static const char *const none[] = { NULL };
	const struct scheme_plan plans[] = {
		{ "three", "keys", "(?<a>\\d+)\\.(?<b>\\d+)(?:\\.(?<c>\\d+))?",
		    keys, branch, NULL },
		{ "dpkg", "dpkg", NULL, none, none, NULL },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(plans); i++) {
		struct scheme *s;
		char why[SCHEME_WHY_MAX];

		if (scheme_new(&plans[i], &s, why) < 0)
			return -1;
		scheme_set_put(&schemes, s);
	}
	return 0;
}

static int
free_schemes(void **state)
{
	(void)state;
	scheme_set_free(&schemes);
	return 0;
}

/* A switch of two members, and two packages. */
struct device {
	const char *product, *first, *second; /* NULL: not said */
	const char *openssl, *zlib;
	enum granularity granularity;
	bool partial;
};

enum { CAP = 6 };

struct bench {
	struct identity id;
	struct identity_component component[CAP];
	struct versions versions;
	struct version_said said[CAP];
	struct profile profile;
};

static void
add(struct bench *b, enum component_kind kind, const char *name,
    const char *version, bool required)
{
	if (version == NULL)
		return;
	b->component[b->id.n_components++] = (struct identity_component){
		.kind = kind,
		.name = (char *)(uintptr_t)name,
		.version = (char *)(uintptr_t)version,
		.serial = (char[]){ "" },
		.oid = (char[]){ "" },
		.raw = (char[]){ "" },
		.required = required,
	};
	b->said[b->versions.n] = (struct version_said){
		.kind = component_kind_name(kind),
		.component = name,
		.value = version,
		.since = 100 + (int64_t)b->versions.n,
		.before = 900,
	};
	b->versions.n++;
}

static void
set_up(struct bench *b, const struct device *d)
{
	*b = (struct bench){ 0 };
	b->id = (struct identity){
		.profile = &b->profile,
		.tested = true,
		.confidence =
		    d->product != NULL ? CONFIDENCE_PROFILE : CONFIDENCE_NONE,
		.version =
		    (char *)(uintptr_t)(d->product != NULL ? d->product : ""),
		.granularity = d->granularity,
		.component = b->component,
	};
	b->versions.said = b->said;
	if (d->product != NULL)
		b->said[b->versions.n++] = (struct version_said){
			.kind = "product",
			.component = "",
			.value = d->product,
			.since = 50,
			.before = 900,
		};
	add(b, KIND_COMPONENT, "1", d->first, true);
	add(b, KIND_COMPONENT, "2", d->second, true);
	add(b, KIND_PACKAGE, "openssl", d->openssl, false);
	add(b, KIND_PACKAGE, "zlib", d->zlib, false);
}

static const struct verdict_fix product[] = {
	{ "", "three", "7.2.10", NULL, false },
	{ "", "three", "7.4.2", NULL, false },
};
static const struct verdict_fix package[] = {
	{ "package:openssl", "dpkg", "3.0.16-1", NULL, false },
};
static const struct verdict_fix packages[] = {
	{ "package:openssl", "dpkg", "3.0.16-1", NULL, false },
	{ "package:zlib", "dpkg", "1.3-1", NULL, false },
};
static const struct verdict_fix stranger[] = {
	{ "", "nobody", "1", NULL, false },
};

#define FIX(f) f, ROWS(f)
#define P      GRANULARITY_PATCH
#define R      GRANULARITY_RELEASE

static const struct {
	const char *what;
	const struct verdict_fix *fix;
	size_t n_fixes;
	struct device device;
	bool says; /* anything at all */
	enum fix_verdict verdict;
	bool whole, fine;
	int64_t since;
} rows[] = {
	{ "fixed in its branch", FIX(product), { "7.2.10", .granularity = P },
	    true, FIX_MET, true, true, 50 },
	{ "one before it", FIX(product), { "7.2.9", .granularity = P }, true,
	    FIX_NOT_MET, true, true, 50 },
	{ "a number that only begins the same", FIX(product),
	    { "7.2.1", .granularity = R }, true, FIX_NOT_MET, true, true, 50 },
	{ "fixed in another branch", FIX(product),
	    { "7.4.2", .granularity = P }, true, FIX_MET, true, true, 50 },
	{ "a branch that is not in the set", FIX(product),
	    { "8.0.0", .granularity = P }, true, FIX_APART, true, true, 50 },
	{ "the head of a fixed version", FIX(product),
	    { "7.2", .granularity = R }, true, FIX_NOT_MET, true, false, 50 },
	{ "an agent that shows a product, no release", FIX(product),
	    { "7.2.10", .granularity = GRANULARITY_PRODUCT }, true, FIX_MET,
	    true, false, 50 },
	{ "both members have it", FIX(product),
	    { "7.2.10", "7.2.10", "7.2.11", .granularity = P }, true, FIX_MET,
	    true, true, 102 },
	{ "one member has not", FIX(product),
	    { "7.2.10", "7.2.10", "7.2.9", .granularity = P }, true,
	    FIX_NOT_MET, false, true, 102 },
	{ "no version in a whole answer", FIX(product), { .granularity = P },
	    true, FIX_UNREADABLE, true, true, 1000 },
	{ "no version in half an answer", FIX(product),
	    { .granularity = P, .partial = true }, false, FIX_UNREADABLE, true,
	    true, 1000 },
	{ "a package that has it", FIX(package),
	    { "12", .openssl = "3.0.16-1~", .granularity = P }, true,
	    FIX_NOT_MET, true, true, 101 },
	{ "a package that has not", FIX(package),
	    { "12", .openssl = "3.0.16-1", .granularity = P }, true, FIX_MET,
	    true, true, 101 },
	{ "a package that is not installed", FIX(package),
	    { "12", .zlib = "1.3-1", .granularity = P }, true, FIX_UNREADABLE,
	    true, true, 1000 },
	{ "one of two packages is not installed", FIX(packages),
	    { "12", .zlib = "1.3-1", .granularity = P }, true, FIX_MET, true,
	    true, 101 },
	{ "the same, in half an answer", FIX(packages),
	    { "12", .zlib = "1.3-1", .granularity = P, .partial = true }, false,
	    FIX_UNREADABLE, true, true, 1000 },
	{ "one of two packages is old, in half an answer", FIX(packages),
	    { "12", .zlib = "1.2-1", .granularity = P, .partial = true }, true,
	    FIX_NOT_MET, true, true, 101 },
	{ "one of two packages is old", FIX(packages),
	    { "12", .openssl = "3.0.16-1", .zlib = "1.2-1", .granularity = P },
	    true, FIX_NOT_MET, false, true, 102 },
	{ "no packages are shown at all", FIX(package),
	    { "12", .granularity = P }, true, FIX_UNREADABLE, true, true,
	    1000 },
	{ "a scheme that is not there", FIX(stranger),
	    { "7.2.10", .granularity = P }, true, FIX_UNREADABLE, true, true,
	    1000 },
};

static void
readings_are_judged(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		const struct verdict v = { .fix = rows[i].fix,
			.n_fixes = rows[i].n_fixes };
		struct judge_reading r = { .schemes = &schemes,
			.at = 1000,
			.whole = !rows[i].device.partial,
			.same = true };
		struct judged j;
		struct bench b;
		bool says;

		set_up(&b, &rows[i].device);
		r.identity = &b.id;
		r.versions = &b.versions;
		says = judge(&r, &v, &j);
		if (j.say.verdict != rows[i].verdict || says != rows[i].says ||
		    j.say.since != rows[i].since)
			print_error("%s: %s\n", rows[i].what, j.say.why);
		assert_int_equal(rows[i].says, says);
		assert_int_equal(rows[i].verdict, j.say.verdict);
		assert_int_equal(rows[i].whole, j.say.whole);
		assert_int_equal(rows[i].fine, j.say.fine);
		assert_int_equal(rows[i].since, j.say.since);
		assert_true(j.say.tested && j.say.same && j.say.agreed);
		judged_free(&j);
	}
}

static void
half_a_stack_proves_nothing(void **state)
{
	const struct verdict v = { .fix = product, .n_fixes = 2 };
	const struct device fixed = { "7.2.10", "7.2.10", .granularity = P };
	const struct device old = { "7.2.9", "7.2.9", .granularity = P };
	struct component_rule members = { .require_all = true };
	struct judge_reading r = { .schemes = &schemes, .at = 1000 };
	struct judged j;
	struct bench b;

	(void)state;
	for (int i = 0; i < 2; i++) {
		set_up(&b, i == 0 ? &fixed : &old);
		b.profile.component = &members;
		b.profile.n_components = 1;
		r.identity = &b.id;
		r.versions = &b.versions;
		/* An old member is old, whoever did not answer. */
		assert_int_equal(i == 1, judge(&r, &v, &j));
		judged_free(&j);
	}
}

static void
what_runs_is_told_with_its_component(void **state)
{
	const struct verdict v = { .fix = packages, .n_fixes = 2 };
	const struct device d = { "12", .openssl = "3.0.15-1", .zlib = "1.3-1",
		.granularity = P };
	struct judge_reading r = {
		.schemes = &schemes, .at = 1000, .whole = true
	};
	struct judged j;
	struct bench b;

	(void)state;
	set_up(&b, &d);
	r.identity = &b.id;
	r.versions = &b.versions;
	assert_true(judge(&r, &v, &j));
	assert_string_equal("openssl 3.0.15-1, zlib 1.3-1", j.say.running);
	assert_non_null(strstr(j.say.why, "openssl: "));
	assert_non_null(strstr(j.say.why, "older than"));
	assert_false(j.say.same);
	judged_free(&j);
}

static void
a_boot_is_asked_where_only_the_installed_is_shown(void **state)
{
	const struct verdict v = { .fix = product, .n_fixes = 2 };
	const struct device d = { "7.2.10", .granularity = P };
	struct judge_reading r = {
		.schemes = &schemes, .at = 1000, .whole = true
	};
	struct judged j;
	struct bench b;

	(void)state;
	set_up(&b, &d);
	r.identity = &b.id;
	r.versions = &b.versions;
	for (int i = 0; i < 6; i++) {
		b.id.installed = i & 1;
		b.id.reboot = (enum reboot_rule)(i / 2);
		assert_true(judge(&r, &v, &j));
		assert_int_equal(
		    b.id.installed && b.id.reboot == REBOOT_REQUIRED,
		    j.say.needs_boot);
		judged_free(&j);
	}
}

static void
a_component_is_named_by_its_kind(void **state)
{
	const struct version_said p = { .kind = "product", .component = "" };
	const struct version_said k = { .kind = "kernel", .component = "x" };
	const struct version_said o = { .kind = "package",
		.component = "openssl" };

	(void)state;
	assert_true(versions_concerns("", &p));
	assert_false(versions_concerns("", &o));
	assert_true(versions_concerns("kernel", &k));
	assert_true(versions_concerns("package:openssl", &o));
	assert_false(versions_concerns("package:open", &o));
	assert_false(versions_concerns("package:openssl-dev", &o));
	assert_false(versions_concerns("kernel", &p));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(readings_are_judged),
		cmocka_unit_test(half_a_stack_proves_nothing),
		cmocka_unit_test(what_runs_is_told_with_its_component),
		cmocka_unit_test(
		    a_boot_is_asked_where_only_the_installed_is_shown),
		cmocka_unit_test(a_component_is_named_by_its_kind),
	};

	return cmocka_run_group_tests(tests, make_schemes, free_schemes);
}
