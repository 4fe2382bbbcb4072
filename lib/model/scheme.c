/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/scheme.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/base/regex.h"
#include "lib/model/expand.h"

static const char *const algorithms[] = {
	[SCHEME_BY_KEYS] = "keys",
	[SCHEME_BY_DPKG] = "dpkg",
	[SCHEME_BY_RPM] = "rpm",
	[SCHEME_BY_SEMVER] = "semver",
};

static const char *const key_types[] = {
	[SCHEME_INT] = "int",
	[SCHEME_LETTER] = "letter",
	[SCHEME_PRE] = "pre",
	[SCHEME_IGNORE] = "ignore",
};

static int
lookup(const char *const *words, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(words[i], word) == 0)
			return (int)i;
	}
	return -1;
}

static int
add_key(struct scheme *s, const char *text, char why[SCHEME_WHY_MAX])
{
	char group[40], type[16];
	int t, g;

	if (sscanf(text, "%39s %15s", group, type) != 2) {
		snprintf(
		    why, SCHEME_WHY_MAX, "key '%s': write 'GROUP TYPE'", text);
		return ERR_PARSE;
	}
	t = lookup(key_types, sizeof(key_types) / sizeof(key_types[0]), type);
	g = regex_group(s->shape, group);
	if (t < 0 || g < 0) {
		snprintf(why, SCHEME_WHY_MAX, "key '%s': no such %s", text,
		    t < 0 ? "type (int, letter, pre, ignore)" : "group");
		return ERR_PARSE;
	}
	if (s->n_keys == SCHEME_KEYS_MAX) {
		snprintf(
		    why, SCHEME_WHY_MAX, "more than %d keys", SCHEME_KEYS_MAX);
		return ERR_RANGE;
	}
	s->key[s->n_keys++] = (struct scheme_key){ g, (enum scheme_key_type)t };
	return ERR_OK;
}

static int
add_branch(struct scheme *s, const char *name, char why[SCHEME_WHY_MAX])
{
	int g = regex_group(s->shape, name);

	if (g < 0) {
		snprintf(
		    why, SCHEME_WHY_MAX, "branch '%s': no such group", name);
		return ERR_PARSE;
	}
	if (s->n_branch == SCHEME_BRANCH_MAX) {
		snprintf(why, SCHEME_WHY_MAX, "more than %d branch groups",
		    SCHEME_BRANCH_MAX);
		return ERR_RANGE;
	}
	s->branch[s->n_branch++] = g;
	return ERR_OK;
}

static int
set_shape(
    struct scheme *s, const struct scheme_plan *plan, char why[SCHEME_WHY_MAX])
{
	struct regex_fault fault;
	int rc;

	if (plan->shape == NULL) {
		snprintf(why, SCHEME_WHY_MAX, "no shape");
		return ERR_PARSE;
	}
	rc = regex_compile(plan->shape, REGEX_ANCHORED, &s->shape, &fault);
	if (rc < 0) {
		snprintf(why, SCHEME_WHY_MAX, "shape, character %zu: %s",
		    fault.offset + 1, fault.text);
		return rc;
	}
	for (size_t i = 0; plan->keys[i] != NULL && rc == ERR_OK; i++)
		rc = add_key(s, plan->keys[i], why);
	for (size_t i = 0; plan->branch[i] != NULL && rc == ERR_OK; i++)
		rc = add_branch(s, plan->branch[i], why);
	if (rc == ERR_OK && s->label != NULL &&
	    !expand_is_valid(s->label, s->shape)) {
		snprintf(why, SCHEME_WHY_MAX, "label: no such group");
		rc = ERR_PARSE;
	}
	if (rc == ERR_OK && s->n_keys == 0) {
		snprintf(why, SCHEME_WHY_MAX, "no keys");
		rc = ERR_PARSE;
	}
	return rc;
}

int
scheme_new(const struct scheme_plan *plan, struct scheme **out,
    char why[SCHEME_WHY_MAX])
{
	struct scheme *s = mem_new(1, sizeof(*s));
	int a, rc = ERR_OK;

	s->name = mem_dup_str(plan->name);
	s->label = mem_dup_str(plan->label);
	a = lookup(algorithms, sizeof(algorithms) / sizeof(algorithms[0]),
	    plan->algorithm);
	if (a < 0) {
		snprintf(why, SCHEME_WHY_MAX,
		    "algorithm '%s': use keys, dpkg, rpm or semver",
		    plan->algorithm);
		rc = ERR_PARSE;
	} else if (a == SCHEME_BY_KEYS) {
		rc = set_shape(s, plan, why);
	} else if (plan->shape != NULL) {
		snprintf(why, SCHEME_WHY_MAX, "algorithm '%s' takes no shape",
		    plan->algorithm);
		rc = ERR_PARSE;
	}
	if (rc < 0) {
		scheme_free(s);
		return rc;
	}
	s->algorithm = (enum scheme_algorithm)a;
	*out = s;
	return ERR_OK;
}

void
scheme_free(struct scheme *s)
{
	if (s == NULL)
		return;
	free(s->name);
	free(s->label);
	regex_free(s->shape);
	free(s);
}

void
scheme_set_put(struct scheme_set *set, struct scheme *s)
{
	for (size_t i = 0; i < set->n; i++) {
		if (strcmp(set->scheme[i]->name, s->name) == 0) {
			scheme_free(set->scheme[i]);
			set->scheme[i] = s;
			return;
		}
	}
	set->scheme = mem_grow(set->scheme, set->n + 1, sizeof(*set->scheme));
	set->scheme[set->n++] = s;
}

const struct scheme *
scheme_find(const struct scheme_set *set, const char *name)
{
	for (size_t i = 0; i < set->n; i++) {
		if (strcmp(set->scheme[i]->name, name) == 0)
			return set->scheme[i];
	}
	return NULL;
}

void
scheme_set_free(struct scheme_set *set)
{
	for (size_t i = 0; i < set->n; i++)
		scheme_free(set->scheme[i]);
	free(set->scheme);
	set->scheme = NULL;
	set->n = 0;
}
