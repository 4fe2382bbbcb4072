/* SPDX-License-Identifier: Apache-2.0 */
#include "register/patch/patch_input.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/device/directory.h"
#include "register/context.h"
#include "register/patch/patch_scope.h"
#include "register/setup/check.h"

enum value_kind {
	VALUE_PROSE,
	VALUE_NAME,
	VALUE_PRIORITY,
	VALUE_YES_NO,
	VALUE_WORDS,
	VALUE_PAST, /* a time that has been */
	VALUE_TIME,
};

static const enum value_kind kinds[PATCH_FIELDS] = {
	[PATCH_REFERENCE] = VALUE_NAME,
	[PATCH_VULNERABILITIES] = VALUE_WORDS,
	[PATCH_PRIORITY] = VALUE_PRIORITY,
	[PATCH_KNOWN_EXPLOITED] = VALUE_YES_NO,
	[PATCH_RELEASED] = VALUE_PAST,
	[PATCH_ADVISED] = VALUE_PAST,
	[PATCH_DEADLINE] = VALUE_TIME,
	[PATCH_TESTED] = VALUE_PAST,
	[PATCH_WINDOW_START] = VALUE_TIME,
	[PATCH_WINDOW_END] = VALUE_TIME,
};

const char *const patch_lists[PATCH_LISTS] = { "fixes", "devices", "profiles",
	"models", "tags", "sites", "versions" };

struct words *
patch_input_list(struct patch_input *in, size_t i)
{
	struct words *const lists[PATCH_LISTS] = { &in->fixes, &in->devices,
		&in->profiles, &in->models, &in->tags, &in->sites,
		&in->versions };

	return lists[i];
}

static int
check_time_field(struct patch_input *in, enum patch_field f, const char *text,
    const char **out, struct buf *why)
{
	int64_t at;

	if (check_time(text, &at, why) < 0)
		return ERR_PARSE;
	if (kinds[f] == VALUE_PAST && at > clock_now()) {
		buf_printf(why, "\"%s\" lies in the future", text);
		return ERR_PARSE;
	}
	*out = clock_format(at, in->time[f]);
	return ERR_OK;
}

static int
check_value(struct patch_input *in, enum patch_field f, const char *text,
    const char **out, struct buf *why)
{
	static const char *const priorities[] = { "critical", "high", "medium",
		"low", NULL };
	bool yes = false;
	int rc = ERR_OK;

	*out = text;
	switch (kinds[f]) {
	case VALUE_PROSE:
		return check_prose(text, why);
	case VALUE_NAME:
		return check_name(text, why);
	case VALUE_PRIORITY:
		return check_word(text, priorities, why);
	case VALUE_YES_NO:
		rc = check_yes_no(text, &yes, why);
		*out = yes ? "true" : "false";
		return rc;
	case VALUE_WORDS:
		rc = check_tags(text, &in->vulnerabilities, why);
		*out = buf_str(&in->vulnerabilities);
		return rc;
	case VALUE_PAST:
	case VALUE_TIME:
		break;
	}
	return check_time_field(in, f, text, out, why);
}

static void
tell(struct patch_input *in, const char *field, struct buf *why, int *faults)
{
	in->fault(in->arg, field, buf_str(why));
	buf_clear(why);
	++*faults;
}

static bool
may_be_empty(enum patch_field f)
{
	return f != PATCH_REFERENCE && f != PATCH_TITLE && f != PATCH_PRIORITY;
}

static int
read_values(struct patch_input *in, struct patch_values *v)
{
	struct buf why = { 0 };
	int faults = 0;

	for (int i = 0; i < PATCH_FIELDS; i++) {
		enum patch_field f = (enum patch_field)i;
		const char *text = in->value[i];

		if (text == NULL)
			continue;
		if (text[0] == '\0' && may_be_empty(f))
			v->value[i] = NULL;
		else if (check_value(in, f, text, &v->value[i], &why) < 0)
			tell(in, patch_field_name(f), &why, &faults);
	}
	buf_free(&why);
	return faults;
}

/* Of many rows each name would be asked for by itself. */
static int
find_patch(
    struct context *c, const struct patch_input *in, const char *name, int *id)
{
	return in->names != NULL
	    ? directory_find(in->names, DIRECTORY_PATCH, name, id)
	    : patch_store_find(c->db, c->tenant, name, id);
}

static int
check_reference(struct context *c, struct patch_input *in, int id,
    const struct patch_values *v, struct buf *why)
{
	const char *reference = in->value[PATCH_REFERENCE];
	int other, faults = 0;

	if (reference == NULL || v->value[PATCH_REFERENCE] == NULL)
		return 0;
	if (find_patch(c, in, reference, &other) == ERR_OK && other != id) {
		buf_printf(why, "there is a patch \"%s\" already", reference);
		tell(in, patch_field_name(PATCH_REFERENCE), why, &faults);
	}
	return faults;
}

/* What each value allows, but not all of them together. */
static int
check_together(
    struct patch_input *in, const struct patch_values *v, struct buf *why)
{
	const char *start = v->value[PATCH_WINDOW_START];
	const char *end = v->value[PATCH_WINDOW_END];
	int64_t from, to;
	int faults = 0;

	if ((start == NULL) != (end == NULL)) {
		buf_add_str(why, "a window has a start and an end");
		tell(in, start == NULL ? "window_start" : "window_end", why,
		    &faults);
	} else if (start != NULL && clock_parse(start, &from) == ERR_OK &&
	    clock_parse(end, &to) == ERR_OK && to <= from) {
		buf_add_str(why, "the window ends before it begins");
		tell(in, "window_end", why, &faults);
	}
	return faults;
}

int
patch_input_read(struct context *c, struct patch_input *in, int id,
    struct patch_values *v, struct patch_scope *scope)
{
	struct buf why = { 0 };
	int faults = read_values(in, v);

	if (faults == 0) {
		faults += check_reference(c, in, id, v, &why);
		faults += check_together(in, v, &why);
	}
	faults += patch_scope_read(c, in, scope);
	buf_free(&why);
	return faults > 0 ? ERR_RANGE : ERR_OK;
}

void
patch_input_clear(struct patch_input *in)
{
	for (size_t i = 0; i < in->n_parsed; i++)
		fix_text_free(&in->parsed[i]);
	for (size_t i = 0; i < in->n_ranges; i++)
		fix_text_free(&in->ranges[i]);
	in->n_parsed = in->n_ranges = 0;
	free(in->ranges);
	free(in->range);
	free(in->parsed);
	free(in->fix);
	free(in->target);
	in->ranges = in->parsed = NULL;
	in->range = in->fix = NULL;
	in->target = NULL;
	buf_free(&in->vulnerabilities);
}

void
patch_input_free(struct patch_input *in)
{
	for (size_t i = 0; i < PATCH_LISTS; i++)
		words_free(patch_input_list(in, i));
	patch_input_clear(in);
}
