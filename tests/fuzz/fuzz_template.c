/* SPDX-License-Identifier: Apache-2.0 */

/*
 * A template of anybody's: its head, all of it read and held against the names
 * of values, and, without faults, rendered with a little data and laid out.
 */

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/front.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "reporter/layout/block.h"
#include "reporter/layout/box.h"
#include "reporter/template/template.h"
#include "reporter/template/tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static const char values[] =
    "{\"n\":1284,\"s\":\"**x** {{n}} \\u202e\\n\",\"p\":94.2,\"z\":null,"
    "\"b\":true,\"d\":\"2026-10-09\",\"t\":\"2026-10-09T07:00:00Z\","
    "\"l\":{\"light\":\"red\",\"text\":\"late\"},"
    "\"list\":[{\"s\":\"a-very-long-identifier-of-a-device.example.nl\","
    "\"n\":3,\"list\":[{\"n\":1},{\"n\":-2.5}]},{\"n\":null},7,\"x\"]}";

static void
drop(const char *line)
{
	(void)line;
}

static double
half_em(void *of, enum face face, const char *text, size_t len)
{
	(void)of;
	(void)face;
	(void)text;
	return (double)len / 2;
}

static void
render(const struct template *t)
{
	const struct template_options o = { .language = "nl" };
	const struct measure m = { half_em, NULL };
	struct json *j = NULL;
	struct document *d;
	struct layout *l;

	if (json_parse("values", values, strlen(values), &j) < 0)
		fatalx("the values of this target are no JSON");
	if (template_render(t, j, &o, &d) == ERR_OK) {
		if (layout_make(d, &m, NULL, &l) == ERR_OK)
			layout_free(l);
		document_free(d);
	}
	json_free(j);
}

static void
read_head(const uint8_t *data, size_t len)
{
	struct buf text = { 0 }, periods = { 0 };

	buf_add(&text, data, len);
	if (front_find(buf_str(&text), "periods", &periods))
		(void)front_lists(buf_str(&periods), "month");
	buf_free(&text);
	buf_free(&periods);
}

/* What has faults is held against names, too. */
static void
inspect(const uint8_t *data, size_t len)
{
	const char *top = getenv("srcdir");
	struct buf path = { 0 };
	struct template *t =
	    template_read("input", (const char *)data, len, true);

	buf_printf(
	    &path, "%s/templates/reports/values.list", top != NULL ? top : ".");
	(void)check_names(t, buf_str(&path), NULL);
	template_free(t);
	buf_free(&path);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct template *t;

	log_divert(drop);
	read_head(data, len);
	inspect(data, len);
	if (template_parse("input", (const char *)data, len, &t) == ERR_OK) {
		render(t);
		template_free(t);
	}
	return 0;
}
