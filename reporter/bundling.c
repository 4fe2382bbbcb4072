/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/bundling.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/bundle/manifest.h"
#include "lib/store/place.h"
#include "reporter/assess/facts.h"
#include "reporter/layout/block.h"
#include "reporter/output_pdf.h"
#include "reporter/pdf/font.h"
#include "reporter/sealing.h"
#include "reporter/template/template.h"

enum { SIGNATURE_MAX = 64 << 10 };

/* FILE of FILE.pdf. */
static int
folder_of(const char *path, char **out)
{
	size_t len = strlen(path);

	if (len < 5 || strcmp(path + len - 4, ".pdf") != 0) {
		log_warnx("%s: a bundle is named FILE.pdf", path);
		return ERR_PARSE;
	}
	*out = mem_dup_text(path, len - 4);
	return ERR_OK;
}

static int
sign_manifest(struct bundle *b, const char *folder)
{
	struct buf path = { 0 };
	struct bundle_file *f;
	int rc;

	buf_printf(&path, "%s/" MANIFEST_NAME, folder);
	rc = sealing_run(buf_str(&path), true);
	buf_add_str(&path, ".p7s");
	if (rc == ERR_OK) {
		f = bundle_add(b, MANIFEST_SIGNED,
		    "application/pkcs7-signature",
		    "Signature over manifest.json");
		f->relation = "Supplement";
		rc = file_read(buf_str(&path), SIGNATURE_MAX, &f->data);
	}
	buf_free(&path);
	return rc;
}

static int
put_values(const struct bundling *of, const struct bundle *b)
{
	const struct bundle_file *f = bundle_find(b, "readings.json");
	struct json *v = bundle_values(b, &of->in), *readings = NULL;
	int rc = json_parse("readings.json", (const char *)f->data.data,
	    f->data.len, &readings);

	if (rc == ERR_OK)
		json_put(v, "readings", readings);
	json_put(of->values, "bundle", v);
	return rc;
}

static bool
covers(const void *of, uint32_t codepoint)
{
	return fonts_cover(of, codepoint);
}

static int
render(const struct bundling *of, struct document **out)
{
	const struct json *tenant = json_get(of->in.facts->evidence, "tenant");
	const struct template_options o = {
		.language = of->in.language,
		.zone = json_get_text(tenant, "zone"),
		.words = of->words,
		.covers = covers,
		.covers_of = of->fonts,
	};
	struct template *t = NULL;
	struct buf below = { 0 };
	char *path;
	int rc;

	buf_printf(&below, "templates/bundle.%s.md", of->in.language);
	path = place_data(of->place, buf_str(&below));
	rc = template_load(path, &t);
	if (rc == ERR_OK)
		rc = template_render_counted(t, of->values, &o, out);
	template_free(t);
	free(path);
	buf_free(&below);
	return rc;
}

static int
feed(const void *of, pdf_taker *take, void *to)
{
	return bundle_feed(of, take, to);
}

static int
draw(const struct bundling *of, const struct bundle *b,
    const struct document *d, const char *seed, struct buf *pdf)
{
	const struct json *evidence = of->in.facts->evidence;
	struct pdf_file *files = mem_new(b->nfiles, sizeof(*files));
	struct output_pdf o = {
		.at = of->in.facts->snapshot,
		.level = PDF_A3A,
		.zone = json_get_text(json_get(evidence, "tenant"), "zone"),
		.seed = seed,
		.sealed = of->sealed,
		.files = files,
	};
	int rc;

	for (struct bundle_file *f = b->files; f != NULL; f = f->next) {
		bundle_weigh(f);
		files[o.nfiles++] = (struct pdf_file){ .name = f->name,
			.type = f->type,
			.about = f->about,
			.relation = f->relation,
			.len = f->len,
			.feed = feed,
			.of = f };
	}
	rc = output_pdf(d, of->fonts, &o, pdf);
	free(files);
	return rc;
}

static int
write_pdf(const struct bundling *of, const struct bundle *b, const char *path,
    const uint8_t manifest[DIGEST_LEN])
{
	char seed[DIGEST_HEX_MAX];
	struct document *d = NULL;
	struct buf pdf = { 0 };
	int rc = put_values(of, b);

	digest_hex(manifest, DIGEST_LEN, seed);
	if (rc == ERR_OK)
		rc = render(of, &d);
	if (rc == ERR_OK)
		rc = draw(of, b, d, seed, &pdf);
	if (rc == ERR_OK)
		rc = file_write(path, pdf.data, pdf.len, 0600);
	if (rc == ERR_OK && of->sealed)
		rc = sealing_run(path, false);
	document_free(d);
	buf_free(&pdf);
	return rc;
}

int
bundling_make(const struct bundling *of, struct bundling_files *files,
    uint8_t manifest[DIGEST_LEN], uint8_t pdf[DIGEST_LEN])
{
	const struct bundle_file *f;
	struct bundle b = { 0 };
	char *folder = NULL;
	int rc = folder_of(of->path, &folder);

	if (rc == ERR_OK)
		rc = keep_start_folder(&files->folder, folder);
	if (rc == ERR_OK)
		rc = bundle_make(&of->in, &b);
	if (rc == ERR_OK)
		rc = bundle_write(&b, files->folder.beside);
	if (rc == ERR_OK) {
		f = bundle_find(&b, MANIFEST_NAME);
		digest_of(f->data.data, f->data.len, manifest);
		if (of->sealed)
			rc = sign_manifest(&b, files->folder.beside);
	}
	keep_start(&files->pdf, of->path);
	if (rc == ERR_OK)
		rc = write_pdf(of, &b, files->pdf.beside, manifest);
	/* As it is on disk: its seal came after it was written. */
	if (rc == ERR_OK)
		rc = keep_digest(files->pdf.beside, pdf);
	if (b.pool != NULL)
		bundle_free(&b);
	free(folder);
	return rc;
}

int
bundling_place(struct bundling_files *files)
{
	int rc = keep_place(&files->folder);

	return rc == ERR_OK ? keep_place(&files->pdf) : rc;
}

void
bundling_end(struct bundling_files *files, bool undo)
{
	keep_end(&files->folder, undo);
	keep_end(&files->pdf, undo);
}
