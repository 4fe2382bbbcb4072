/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/versions.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/model/scheme.h"
#include "lib/profile/identity.h"
#include "lib/store/patch/verdict.h"

bool
versions_concerns(const char *component, const struct version_said *said)
{
	size_t len = strlen(said->kind);

	if (*component == '\0')
		return strcmp(said->kind, "product") == 0;
	if (strcmp(component, said->kind) == 0)
		return true;
	return strncmp(component, said->kind, len) == 0 &&
	    component[len] == ':' &&
	    strcmp(component + len + 1, said->component) == 0;
}

static bool
is_wanted(const struct verdict_list *wanted, const struct version_said *said)
{
	for (size_t i = 0; i < wanted->n; i++)
		for (size_t k = 0; k < wanted->verdict[i].n_fixes; k++)
			if (versions_concerns(
				wanted->verdict[i].fix[k].component, said))
				return true;
	return false;
}

/* Packages come by the hundred, with the same schemes each. */
static const char *
scheme_names(struct versions *v, const struct scheme *const *scheme, size_t n)
{
	struct buf out = { 0 };

	for (size_t i = 0; i < n; i++)
		buf_printf(&out, "%s%s", i > 0 ? "," : "", scheme[i]->name);
	for (size_t i = 0; i < v->n_texts; i++) {
		if (strcmp(v->text[i], buf_str(&out)) == 0) {
			buf_free(&out);
			return v->text[i];
		}
	}
	v->text = mem_grow(v->text, v->n_texts + 1, sizeof(*v->text));
	v->text[v->n_texts] = buf_take_str(&out);
	return v->text[v->n_texts++];
}

static void
add_component(struct versions *v, const struct identity_component *c,
    const struct identity *id, const struct verdict_list *wanted)
{
	struct version_said *s = &v->said[v->n];

	if (*c->version == '\0')
		return;
	*s = (struct version_said){
		.kind = component_kind_name(c->kind),
		.component = c->name,
		.value = c->version,
		.serial = *c->serial != '\0' ? c->serial : NULL,
		.oid = c->oid,
		.raw = c->raw,
		.schemes = scheme_names(v, c->scheme, c->n_schemes),
		.suggestion = id->confidence == CONFIDENCE_SUGGESTION,
	};
	s->watched = c->kind != KIND_PACKAGE || is_wanted(wanted, s);
	v->n++;
}

void
versions_collect(const struct identity *id, const struct verdict_list *wanted,
    struct versions *out)
{
	*out = (struct versions){ 0 };
	out->said = mem_new(id->n_components + 1, sizeof(*out->said));
	if (*id->version != '\0')
		out->said[out->n++] = (struct version_said){
			.kind = "product",
			.component = "",
			.value = id->version,
			.serial = *id->serial != '\0' ? id->serial : NULL,
			.oid = id->oid,
			.raw = id->raw,
			.schemes = scheme_names(out, id->scheme, id->n_schemes),
			.suggestion = id->confidence != CONFIDENCE_PROFILE,
			.watched = true,
		};
	for (size_t i = 0; i < id->n_components; i++)
		add_component(out, &id->component[i], id, wanted);
}

void
versions_free(struct versions *v)
{
	for (size_t i = 0; i < v->n_texts; i++)
		free(v->text[i]);
	free(v->text);
	free(v->said);
	*v = (struct versions){ 0 };
}
