/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/set.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/data.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/model/scheme.h"
#include "lib/profile/load.h"
#include "lib/profile/match.h"
#include "lib/profile/object.h"
#include "lib/profile/scheme_file.h"
#include "lib/profile/wanted.h"
#include "lib/wire/snapshot.h"

struct profile_set {
	struct scheme_set schemes;
	struct profile_list list; /* highest priority first, then by title */
	struct wanted wanted;     /* by all of them */
	const struct scheme *dpkg, *rpm;
	uint8_t sha256[DIGEST_LEN];
};

/*
 * Loading
 */

static int
by_rank(const void *a, const void *b)
{
	const struct profile *x = *(struct profile *const *)a;
	const struct profile *y = *(struct profile *const *)b;

	if (x->priority != y->priority)
		return x->priority > y->priority ? -1 : 1;
	return strcmp(x->title, y->title);
}

/* Takes p. */
static void
put(struct profile_set *set, struct profile *p)
{
	struct profile_list *l = &set->list;

	for (size_t i = 0; i < l->n; i++) {
		if (strcmp(l->profile[i]->title, p->title) == 0) {
			profile_free(l->profile[i]);
			l->profile[i] = p;
			return;
		}
	}
	l->profile = mem_grow(l->profile, l->n + 1, sizeof(*l->profile));
	l->profile[l->n++] = p;
}

/* Another edition of the program may read the same files in another way. */
static void
sum_up(struct profile_set *set)
{
	struct digest *d = digest_new();

	digest_add(d, PACKAGE_VERSION, sizeof(PACKAGE_VERSION));
	digest_add(d, set->schemes.sha256, sizeof(set->schemes.sha256));
	for (size_t i = 0; i < set->list.n; i++) {
		const struct profile *p = set->list.profile[i];

		digest_add(d, p->title, strlen(p->title) + 1);
		digest_add(d, p->sha256, sizeof(p->sha256));
	}
	digest_finish(d, set->sha256);
}

static void
settle(struct profile_set *set)
{
	if (set->list.n > 0)
		qsort(set->list.profile, set->list.n,
		    sizeof(*set->list.profile), by_rank);
	wanted_free(&set->wanted);
	for (size_t i = 0; i < set->list.n; i++)
		wanted_add(&set->wanted, set->list.profile[i]);
	wanted_sort(&set->wanted);
	set->dpkg = scheme_find(&set->schemes, "dpkg");
	set->rpm = scheme_find(&set->schemes, "rpm");
	sum_up(set);
}

static void
take(struct profile_set *set, struct profile_list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		put(set, list->profile[i]);
		list->profile[i] = NULL;
	}
}

static int
add_file(struct profile_set *set, const char *path)
{
	struct profile_list list = { 0 };
	int rc;

	rc = profile_load(path, &set->schemes, &list);
	if (rc == ERR_OK)
		take(set, &list);
	profile_list_free(&list);
	return rc;
}

int
profile_set_add_file(struct profile_set *set, const char *path)
{
	int rc = add_file(set, path);

	if (rc == ERR_OK)
		settle(set);
	return rc;
}

static int
is_profile(const struct dirent *e)
{
	return fnmatch("*.profile", e->d_name, FNM_PERIOD) == 0;
}

static int
add_folder(struct profile_set *set, const char *dir)
{
	struct dirent **entry;
	struct buf path = { 0 };
	int n, rc = ERR_OK, first = ERR_OK;

	n = scandir(dir, &entry, is_profile, alphasort);
	if (n < 0 && errno != ENOENT) {
		log_warn("%s", dir);
		return ERR_IO;
	}
	for (int i = 0; i < n; i++) {
		buf_clear(&path);
		buf_printf(&path, "%s/%s", dir, entry[i]->d_name);
		rc = add_file(set, buf_str(&path));
		if (rc < 0 && first == ERR_OK)
			first = rc;
		free(entry[i]);
	}
	if (n >= 0)
		free(entry);
	buf_free(&path);
	return first;
}

static int
add_schemes(struct profile_set *set, const char *dir, bool must)
{
	struct buf path = { 0 };
	int rc = ERR_OK;

	buf_printf(&path, "%s/versions.schemes", dir);
	if (must || access(buf_str(&path), F_OK) == 0)
		rc = scheme_file_load(buf_str(&path), &set->schemes);
	buf_free(&path);
	return rc;
}

static int
add_profiles(struct profile_set *set, const char *dir)
{
	struct buf path = { 0 };
	int rc;

	buf_printf(&path, "%s/profiles", dir);
	rc = add_folder(set, buf_str(&path));
	buf_free(&path);
	return rc;
}

int
profile_set_load(const char *const dirs[], struct profile_set **out)
{
	struct profile_set *set = mem_new(1, sizeof(*set));
	int rc = ERR_OK;

	/* All schemes first: profiles point at them. */
	for (size_t i = 0; dirs[i] != NULL && rc == ERR_OK; i++)
		rc = add_schemes(set, dirs[i], i == 0);
	for (size_t i = 0; dirs[i] != NULL && rc == ERR_OK; i++)
		rc = add_profiles(set, dirs[i]);
	if (rc < 0) {
		profile_set_free(set);
		return rc;
	}
	settle(set);
	*out = set;
	return ERR_OK;
}

int
profile_set_parse(
    const char *schemes, const char *profiles, struct profile_set **out)
{
	struct profile_set *set = mem_new(1, sizeof(*set));
	struct profile_list list = { 0 };
	int rc;

	rc = scheme_file_parse(
	    "schemes", schemes, strlen(schemes), &set->schemes);
	if (rc == ERR_OK)
		rc = profile_parse("profiles", profiles, strlen(profiles),
		    &set->schemes, &list);
	if (rc == ERR_OK)
		take(set, &list);
	profile_list_free(&list);
	if (rc < 0) {
		profile_set_free(set);
		return rc;
	}
	settle(set);
	*out = set;
	return ERR_OK;
}

int
profile_set_load_default(const char *data, struct profile_set **out)
{
	char *shipped = data_path(data, "mibs");
	const char *const dirs[] = { shipped, SYSCONFDIR "/mibs", NULL };
	int rc = profile_set_load(dirs, out);

	free(shipped);
	if (rc < 0)
		return rc;
	rc = add_folder(*out, SYSCONFDIR "/profiles.d");
	if (rc < 0) {
		profile_set_free(*out);
		*out = NULL;
		return rc;
	}
	settle(*out);
	return ERR_OK;
}

void
profile_set_free(struct profile_set *set)
{
	if (set == NULL)
		return;
	profile_list_free(&set->list);
	scheme_set_free(&set->schemes);
	wanted_free(&set->wanted);
	free(set);
}

/*
 * Questions
 */

size_t
profile_set_count(const struct profile_set *set)
{
	return set->list.n;
}

const struct profile *
profile_set_at(const struct profile_set *set, size_t i)
{
	return set->list.profile[i];
}

const struct profile *
profile_set_find(const struct profile_set *set, const char *title)
{
	for (size_t i = 0; i < set->list.n; i++) {
		if (strcmp(set->list.profile[i]->title, title) == 0)
			return set->list.profile[i];
	}
	return NULL;
}

const uint8_t *
profile_set_sha256(const struct profile_set *set)
{
	return set->sha256;
}

const struct scheme_set *
profile_set_schemes(const struct profile_set *set)
{
	return &set->schemes;
}

const struct scheme *const *
profile_set_package_scheme(const struct profile_set *set, bool rpm)
{
	const struct scheme *const *s = rpm ? &set->rpm : &set->dpkg;

	return *s == NULL ? NULL : s;
}

const struct profile_oid *
profile_oids(const struct profile_set *set, size_t *n)
{
	*n = set->wanted.n;
	return set->wanted.oid;
}

struct profile_oid *
profile_own_oids(
    const struct profile_set *set, const struct profile *p, size_t *n)
{
	struct wanted w = { 0 };

	for (size_t i = 0; i < set->list.n; i++)
		wanted_add_conditions(&w, set->list.profile[i]);
	if (p != NULL)
		wanted_add(&w, p);
	wanted_sort(&w);
	*n = w.n;
	return w.oid;
}

const struct profile *
profile_match(const struct profile_set *set, const struct snapshot *snapshot)
{
	const struct profile *best = NULL;
	size_t strength = 0;

	for (size_t i = 0; i < set->list.n; i++) {
		const struct profile *p = set->list.profile[i];
		size_t one;

		if (best != NULL && p->priority < best->priority)
			break;
		one = match_strength(p, snapshot);
		if (one > strength) {
			strength = one;
			best = p;
		}
	}
	return best;
}
