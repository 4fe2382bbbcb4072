/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/bundle/bundle.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/json.h"
#include "lib/bundle/manifest.h"
#include "reporter/assess/facts.h"

enum { TEXT_MAX = 1 << 20 };

struct bundle_file *
bundle_add(
    struct bundle *b, const char *name, const char *type, const char *about)
{
	struct bundle_file *f = POOL_NEW(b->pool, struct bundle_file);

	f->name = pool_dup(b->pool, name);
	f->type = type;
	f->about = about;
	f->relation = "Data";
	*b->last = f;
	b->last = &f->next;
	b->nfiles++;
	return f;
}

const struct bundle_file *
bundle_find(const struct bundle *b, const char *name)
{
	for (const struct bundle_file *f = b->files; f != NULL; f = f->next)
		if (strcmp(f->name, name) == 0)
			return f;
	return NULL;
}

static int
add_copy(
    struct bundle *b, const char *name, const char *about, const char *path)
{
	struct bundle_file *f = bundle_add(b, name, "text/plain", about);

	f->relation = "Supplement";
	return file_read(path, TEXT_MAX, &f->data);
}

int
bundle_feed(const struct bundle_file *f, json_taker *take, void *of)
{
	return f->json != NULL ? json_pretty_to(f->json, take, of)
			       : take(of, f->data.data, f->data.len);
}

struct weight {
	struct digest *digest;
	size_t len;
};

static int
add_weight(void *of, const void *data, size_t len)
{
	struct weight *w = of;

	digest_add(w->digest, data, len);
	w->len += len;
	return ERR_OK;
}

void
bundle_weigh(struct bundle_file *f)
{
	struct weight w = { .digest = NULL };

	if (f->weighed)
		return;
	w.digest = digest_new();
	(void)bundle_feed(f, add_weight, &w);
	digest_finish(w.digest, f->sha256);
	f->len = w.len;
	f->weighed = true;
}

/* Evidence and values are a hundred megabytes of text: they are written for
 * their hash, for the folder and for the PDF, and never there as a whole. */
static void
add_json(struct bundle *b, const char *name, const char *about, struct json *v)
{
	bundle_add(b, name, "application/json", about)->json = v;
}

/* The values as they are now: what the bundle's own pages say comes later. */
static struct json *
copy_of(const struct json *values)
{
	struct json *copy = json_new_object();
	const struct json *value;
	const char *key;

	for (size_t i = 0; i < json_len(values); i++) {
		key = json_key_at(values, i, &value);
		json_put(copy, key, json_share(value));
	}
	return copy;
}

/* What a check needs of the evidence, which may be too long to read whole. */
static void
add_chain(struct bundle *b, const struct json *evidence)
{
	static const char *const keys[] = { "chain", "chain_check", "anchors",
		"reports" };
	struct json *o = json_new_object();

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		json_put(o, keys[i], json_share(json_get(evidence, keys[i])));
	add_json(b, "chain.json",
	    "Heads of the chain of changes and of the journals", o);
}

static void
add_report(struct bundle *b, const struct bundle_input *in)
{
	struct bundle_file *f = bundle_add(b, in->report_name,
	    "application/pdf", "The report as it was issued");

	f->relation = "Source";
	buf_add(&f->data, in->report->data, in->report->len);
	add_json(b, "evidence.json", "All that the report rests on, frozen",
	    json_share(in->facts->evidence));
}

/* As `sha256sum -c` reads it. */
static void
add_sums(struct bundle *b)
{
	struct bundle_file *all = b->files;
	struct bundle_file *sums = bundle_add(b, MANIFEST_SUMS, "text/plain",
	    "SHA-256 of each file, for sha256sum -c");
	char hex[DIGEST_HEX_MAX];

	sums->relation = "Supplement";
	for (; all != sums; all = all->next) {
		bundle_weigh(all);
		buf_printf(&sums->data, "%s  %s\n",
		    digest_hex(all->sha256, DIGEST_LEN, hex), all->name);
	}
}

int
bundle_make(const struct bundle_input *in, struct bundle *out)
{
	const struct json *evidence = in->facts->evidence;
	struct bundle b = { .pool = pool_new() };
	const char *name;
	int rc;

	b.last = &b.files;
	add_report(&b, in);
	add_json(
	    &b, "values.json", "What the report states", copy_of(in->values));
	bundle_add_sample(&b, in);
	bundle_add_readings(&b, in);
	add_chain(&b, evidence);
	add_json(&b, "policies.json", "The organisation's own terms",
	    json_share(json_get(evidence, "policies")));
	name = pool_printf(b.pool, "template.%s.md", in->language);
	rc = add_copy(&b, name, "The report's template", in->template_path);
	name = pool_printf(b.pool, "words.%s", in->language);
	if (rc == ERR_OK)
		rc = add_copy(&b, name, "The report's words", in->words_path);
	if (rc < 0) {
		bundle_free(&b);
		return rc;
	}
	bundle_add_manifest(&b, in);
	add_sums(&b);
	*out = b;
	return ERR_OK;
}

void
bundle_free(struct bundle *b)
{
	for (struct bundle_file *f = b->files; f != NULL; f = f->next) {
		buf_free(&f->data);
		json_free(f->json);
	}
	pool_free(b->pool);
	*b = (struct bundle){ 0 };
}

struct filling {
	const struct bundle_file *file;
	int fd;
};

static int
write_part(void *of, const void *data, size_t len)
{
	const struct filling *f = of;

	return file_write_all(f->fd, data, len);
}

static int
fill(int fd, void *of)
{
	struct filling *f = of;

	f->fd = fd;
	return bundle_feed(f->file, write_part, f);
}

int
bundle_write(const struct bundle *b, const char *folder)
{
	struct buf path = { 0 };
	int rc = ERR_OK;

	for (const struct bundle_file *f = b->files; rc == ERR_OK && f != NULL;
	     f = f->next) {
		struct filling filling = { .file = f };

		buf_clear(&path);
		buf_printf(&path, "%s/%s", folder, f->name);
		rc = file_write_by(buf_str(&path), fill, &filling, 0600);
	}
	buf_free(&path);
	return rc;
}
