/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_PATCH_INPUT_H
#define REGISTER_PATCH_INPUT_H

#include <stdbool.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/store/patch/patch_store.h"
#include "register/flag.h"
#include "register/patch/fix_text.h"

struct context;
struct directory;
struct profile_set;

/*
 * A patch as people describe it: the options of `patch add` and `patch edit`
 * and the columns of `patch import`. Which devices it is for:
 *
 *	each --device is one; all of --profile, --model, --versions, --tag and
 *	--site must hold together, any one value of each
 */
struct patch_input {
	const char *value[PATCH_FIELDS]; /* NULL: not given; "": emptied */
	struct words fixes, devices, profiles, models, tags, sites, versions;
	const struct profile_set *known; /* schemes and profiles */
	const struct directory *names;   /* looked up there; NULL: asked */

	/* Told each fault; field is a column of an import. */
	void (*fault)(void *arg, const char *field, const char *why);
	void *arg;

	/* What the outcome borrows. */
	char time[PATCH_FIELDS][CLOCK_TEXT_MAX];
	struct buf vulnerabilities;
	struct fix_text *parsed, *ranges;
	size_t n_parsed, n_ranges;
	struct patch_fix *fix, *range;
	struct patch_target *target;
};

/* The columns of an import beside those of patch_field_name. */
enum { PATCH_LISTS = 7 };
extern const char *const patch_lists[PATCH_LISTS];
struct words *patch_input_list(struct patch_input *in, size_t i);

/*
 * Overlays what is given on v, which for a new patch is empty; scope borrows
 * from in. id is the patch's own, or 0: no other one may have its reference.
 * ERR_RANGE when a fault was told.
 */
int patch_input_read(struct context *c, struct patch_input *in, int id,
    struct patch_values *v, struct patch_scope *scope);
void patch_input_free(struct patch_input *in);

/* Frees the outcome only; what was given may be read again. */
void patch_input_clear(struct patch_input *in);

#endif
