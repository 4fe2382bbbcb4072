/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "lib/store/place.h"
#include "reporter/assess/values.h"
#include "reporter/kind.h"
#include "reporter/template/template.h"
#include "reporter/template/words.h"

enum { TEMPLATE_MAX = 1 << 20 };

static int
read_template(struct work *w)
{
	struct buf text = { 0 };
	int rc = file_read(w->template_path, TEMPLATE_MAX, &text);

	if (rc == ERR_OK)
		digest_of(text.data, text.len, w->hashes.template);
	buf_free(&text);
	return rc;
}

static int
check_names(const struct place *place, const struct template *t,
    void (*take)(void *arg, const char *name), void *arg)
{
	char *names = place_data(place, "templates/reports/values.list");
	int rc = template_names(t, names, take, arg);

	free(names);
	return rc;
}

int
work_check_names(const struct place *place, const struct template *t)
{
	return check_names(place, t, NULL, NULL);
}

/* Of a large organisation these lists are most of what is kept. */
static void
on_name(void *arg, const char *name)
{
	struct work *w = arg;

	if (value_is_work(name))
		w->without_work = false;
}

int
work_load_template(struct work *w)
{
	int rc = ERR_OK;

	w->pages_only = w->order->format == FORMAT_AS_PDF &&
	    w->order->values == NULL && w->order->bundle == NULL;
	w->without_work = w->pages_only;
	w->template_path = mem_dup_str(w->order->template);
	if (w->template_path == NULL)
		rc = kind_find(w->order->place, w->order->tenant,
		    w->order->kind, w->language, &w->template_path);
	if (rc == ERR_OK)
		rc = template_load(w->template_path, &w->template);
	if (rc == ERR_OK)
		rc = check_names(w->order->place, w->template, on_name, w);
	if (rc == ERR_OK)
		rc = read_template(w);
	digest_hex(w->hashes.template, DIGEST_LEN, w->template_hex);
	return rc;
}

int
work_load_frameworks(struct work *w)
{
	char *folder = place_data(w->order->place, "templates/frameworks");
	int rc = catalogue_load(folder, &w->catalogue);

	digest_hex(w->catalogue.sha256, DIGEST_LEN, w->catalogue_hex);
	free(folder);
	return rc;
}

int
work_load_words(struct work *w)
{
	struct buf below = { 0 };
	int rc;

	buf_printf(&below, "templates/words.%s", w->language);
	w->words_path = place_data(w->order->place, buf_str(&below));
	rc = words_open(w->words_path, &w->words);
	buf_free(&below);
	return rc;
}

int
work_load_brand(struct work *w)
{
	const struct json *frozen = json_get(w->evidence, "brand");
	int rc;

	/* Evidence of before brands were kept with it looks as of now. */
	if (json_has(w->evidence, "brand"))
		rc = brand_thaw(frozen, &w->brand);
	else
		rc = brand_load(w->order->place, w->order->tenant, &w->brand);
	if (rc == ERR_OK && w->brand.is_set)
		snprintf(
		    w->brand_hex, sizeof(w->brand_hex), "%s", w->brand.hash);
	return rc;
}
