/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/formats.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/choice.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "reporter/output_csv.h"
#include "reporter/output_html.h"
#include "reporter/output_json.h"

static const struct {
	const char *name, *suffix;
} formats[] = {
	[FORMAT_AS_PDF] = { "pdf", ".pdf" },
	[FORMAT_AS_HTML] = { "html", ".html" },
	[FORMAT_AS_CSV] = { "csv", "" },
	[FORMAT_AS_JSON] = { "json", ".json" },
	[FORMAT_AS_CISO] = { "ciso-assistant", ".ciso-assistant.json" },
};

int
format_parse(const char *name, enum format_name *out)
{
	struct buf why = { 0 };
	struct choice c;

	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		if (name != NULL && strcmp(formats[i].name, name) != 0)
			continue;
		*out = (enum format_name)i;
		return ERR_OK;
	}
	choice_start(&c, name);
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		choice_offer(&c, formats[i].name);
	choice_tell(&c, &why);
	log_warnx("--format: %s", buf_str(&why));
	buf_free(&why);
	return ERR_PARSE;
}

const char *
format_suffix(enum format_name f)
{
	return formats[f].suffix;
}

static void
tell(const char *path)
{
	printf("%s\n", path);
}

static int
write_text(const char *path, const void *text, size_t len)
{
	int rc = file_write(path, text, len, 0600);

	if (rc == ERR_OK)
		tell(path);
	return rc;
}

static int
write_html(const struct format_input *in, const char *output)
{
	struct buf page = { 0 };
	int rc;

	output_html(in->document, in->fonts, &page);
	rc = write_text(output, page.data, page.len);
	buf_free(&page);
	return rc;
}

static int
write_json(char *text, const char *output)
{
	int rc = write_text(output, text, strlen(text));

	free(text);
	return rc;
}

int
format_write(
    const struct format_input *in, enum format_name f, const char *output)
{
	const struct output_csv csv = { in->values, in->template,
		in->names_path, output };

	switch (f) {
	case FORMAT_AS_HTML:
		return write_html(in, output);
	case FORMAT_AS_CSV:
		return output_csv(&csv, tell);
	case FORMAT_AS_JSON:
		return write_json(output_json(in->values, in->kind), output);
	case FORMAT_AS_CISO:
		return write_json(
		    output_ciso(in->values, in->words, in->language), output);
	case FORMAT_AS_PDF:
		break;
	}
	return ERR_RANGE;
}
