/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/bundle/manifest.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/json.h"
#include "reporter/assess/facts.h"
#include "reporter/bundle/bundle.h"

static struct json *
file_row(struct bundle_file *f)
{
	struct json *row = json_new_object();
	char hex[DIGEST_HEX_MAX];

	bundle_weigh(f);
	json_put_text(row, "name", f->name);
	json_put_text(row, "sha256", digest_hex(f->sha256, DIGEST_LEN, hex));
	json_put_int(row, "bytes", (int64_t)f->len);
	json_put_text(row, "about", f->about);
	return row;
}

static struct json *
files_of(const struct bundle *b)
{
	struct json *list = json_new_array();

	for (struct bundle_file *f = b->files; f != NULL; f = f->next)
		if (strcmp(f->name, MANIFEST_SUMS) != 0 &&
		    strcmp(f->name, MANIFEST_NAME) != 0)
			json_add(list, file_row(f));
	return list;
}

static bool
has_profile(const struct json *list, const char *name, const char *sha256)
{
	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *row = json_at(list, i);

		if (strcmp(facts_text(row, "name"), name) == 0 &&
		    strcmp(facts_text(row, "sha256"), sha256) == 0)
			return true;
	}
	return false;
}

/* Each profile by which a version was read, as it was then. */
static struct json *
profiles_of(const struct json *evidence)
{
	const struct json *devices = json_get(evidence, "devices");
	struct json *list = json_new_array();

	for (size_t i = 0; i < json_len(devices); i++) {
		const struct json *d = json_at(devices, i);
		const char *name = facts_text(d, "profile");
		const char *sha256 = facts_text(d, "profile_sha256");
		struct json *row;

		if (*name == '\0' || *sha256 == '\0' ||
		    has_profile(list, name, sha256))
			continue;
		row = json_new_object();
		json_put_text(row, "name", name);
		json_put_text(row, "sha256", sha256);
		json_add(list, row);
	}
	return list;
}

static struct json *
previous_of(const struct json *evidence)
{
	const struct json *last = json_at(json_get(evidence, "reports"), 0);
	struct json *o;

	if (last == NULL)
		return json_share(NULL);
	o = json_new_object();
	json_put_text(o, "number", json_get_text(last, "number"));
	json_put_text(o, "pdf_sha256", json_get_text(last, "pdf_sha256"));
	return o;
}

static struct json *
report_of(const struct bundle_input *in)
{
	const struct json *tenant = json_get(in->facts->evidence, "tenant");
	struct json *o = json_new_object();

	json_put_text(o, "number", in->number);
	json_put_text(o, "kind", in->kind);
	json_put_text(o, "language", in->language);
	json_put_text(o, "organisation", json_get_text(tenant, "name"));
	json_put(
	    o, "period", json_share(json_get(in->facts->evidence, "period")));
	return o;
}

static struct json *
journals_of(const struct json *evidence)
{
	const struct json *anchors = json_get(evidence, "anchors");
	struct json *list = json_new_array();

	for (size_t i = 0; i < json_len(anchors); i++)
		json_add_text(list, json_get_text(json_at(anchors, i), "line"));
	return list;
}

void
bundle_add_manifest(struct bundle *b, const struct bundle_input *in)
{
	const struct json *evidence = in->facts->evidence;
	struct json *o = json_new_object();
	struct bundle_file *f;
	char *text;

	json_put_text(o, "format", MANIFEST_FORMAT);
	json_put_text(o, "program", PACKAGE_STRING);
	json_put(o, "report", report_of(in));
	json_put(o, "files", files_of(b));
	json_put(o, "profiles", profiles_of(evidence));
	json_put_text(o, "frameworks_sha256", in->catalogue_sha256);
	json_put(o, "previous", previous_of(evidence));
	json_put_text(
	    o, "chain", json_get_text(json_get(evidence, "chain"), "line"));
	json_put(o, "journals", journals_of(evidence));
	json_put(o, "sample", json_share(json_get(in->values, "sample")));
	text = json_pretty(o);
	f = bundle_add(b, MANIFEST_NAME, "application/json",
	    "What is in the bundle, and what it rests on");
	buf_add_str(&f->data, text);
	free(text);
	json_free(o);
}

struct json *
bundle_values(const struct bundle *b, const struct bundle_input *in)
{
	const struct bundle_file *manifest = bundle_find(b, MANIFEST_NAME);
	struct json *o = json_new_object();
	char hex[DIGEST_HEX_MAX];
	uint8_t hash[DIGEST_LEN];

	digest_of(manifest->data.data, manifest->data.len, hash);
	json_put_text(o, "manifest_sha256", digest_hex(hash, DIGEST_LEN, hex));
	json_put_text(o, "report_name", in->report_name);
	json_put(o, "files", files_of(b));
	json_put(o, "profiles", profiles_of(in->facts->evidence));
	json_put(o, "previous", previous_of(in->facts->evidence));
	json_put_text(o, "chain",
	    json_get_text(json_get(in->facts->evidence, "chain"), "line"));
	json_put(o, "journals", journals_of(in->facts->evidence));
	return o;
}
