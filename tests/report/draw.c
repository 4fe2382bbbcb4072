/* SPDX-License-Identifier: Apache-2.0 */

/*
 * A template and values of one's own as PDF, without a database:
 *
 *	draw [-3] [-s] TEMPLATE WORDS VALUES.json OUT.pdf
 *
 * -3: PDF/A-3a, with the values attached; -s: with room for a seal. The date is
 * always 9 October 2026. Exit: 0 written, 1 not, with the reason.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "reporter/layout/block.h"
#include "reporter/output_pdf.h"
#include "reporter/pdf/font.h"
#include "reporter/template/template.h"
#include "reporter/template/words.h"

struct sheet {
	struct fonts *fonts;
	struct words *words;
	struct template *template;
	struct json *values;
	struct document *document;
	struct buf text, pdf;
};

static bool
covers(const void *of, uint32_t codepoint)
{
	return fonts_cover(of, codepoint);
}

static int
load(struct sheet *s, char **path)
{
	int rc = fonts_open(NULL, &s->fonts);

	if (rc == ERR_OK)
		rc = template_load(path[0], &s->template);
	if (rc == ERR_OK)
		rc = words_open(path[1], &s->words);
	if (rc == ERR_OK)
		rc = file_read(path[2], JSON_MAX, &s->text);
	if (rc == ERR_OK)
		rc = json_parse(
		    path[2], buf_str(&s->text), s->text.len, &s->values);
	return rc;
}

static int
render(struct sheet *s, const char *language)
{
	const struct template_options o = {
		.language = language,
		.words = s->words,
		.covers = covers,
		.covers_of = s->fonts,
	};

	return template_render(s->template, s->values, &o, &s->document);
}

static int
write_pdf(struct sheet *s, const char *path, bool attach, bool sealed)
{
	const struct pdf_file file = {
		.name = "values.json",
		.type = "application/json",
		.about = "The values",
		.relation = "Data",
		.data = s->text.data,
		.len = s->text.len,
	};
	const struct output_pdf o = {
		.at = 1791529200 * CLOCK_SECOND,
		.seed = "draw",
		.level = attach ? PDF_A3A : PDF_A2A,
		.sealed = sealed,
		.files = &file,
		.nfiles = attach ? 1 : 0,
	};
	int rc = output_pdf(s->document, s->fonts, &o, &s->pdf);

	if (rc == ERR_OK)
		rc = file_write(path, s->pdf.data, s->pdf.len, 0600);
	return rc;
}

int
main(int argc, char **argv)
{
	struct sheet s = { 0 };
	bool attach = false, sealed = false;
	const char *language;
	int opt, rc;

	log_start_command("draw");
	while ((opt = getopt(argc, argv, "3s")) != -1) {
		attach = attach || opt == '3';
		sealed = sealed || opt == 's';
		if (opt == '?')
			return 2;
	}
	if (argc - optind != 4) {
		fprintf(stderr,
		    "usage: draw [-3] [-s] TEMPLATE WORDS VALUES "
		    "OUT\n");
		return 2;
	}
	language = strrchr(argv[optind + 1], '.');
	rc = load(&s, argv + optind);
	if (rc == ERR_OK)
		rc = render(&s, language != NULL ? language + 1 : "en");
	if (rc == ERR_OK)
		rc = write_pdf(&s, argv[optind + 3], attach, sealed);
	document_free(s.document);
	json_free(s.values);
	template_free(s.template);
	words_close(s.words);
	fonts_free(s.fonts);
	buf_free(&s.text);
	buf_free(&s.pdf);
	return rc < 0;
}
