/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/layout/block.h"

#include <string.h>

static const struct {
	const char *language;
	struct furniture words;
} furniture[] = {
	{ "nl",
	    { "Pagina %u van %u", "(vervolg)", "Inhoud", "Over dit document",
		"(webadres)",
		"Zegel: toont of dit bestand na verzegeling is gewijzigd. "
		"Zonder "
		"tijdstempel bewijst het geen tijdstip.",
		{ "", "groen", "oranje", "rood", "grijs" }, "Voetnoot",
		"Voetnoten", "Naar de inhoud" } },
	{ "en",
	    { "Page %u of %u", "(continued)", "Contents", "About this document",
		"(web address)",
		"Seal: shows whether this file was changed after it was "
		"sealed. "
		"Without a time stamp it proves no time.",
		{ "", "green", "orange", "red", "grey" }, "Footnote",
		"Footnotes", "Skip to the contents" } },
};

const struct furniture *
furniture_of(const char *language)
{
	for (size_t i = 0; i < sizeof(furniture) / sizeof(furniture[0]); i++) {
		if (strncmp(language, furniture[i].language, 2) == 0)
			return &furniture[i].words;
	}
	return NULL;
}

struct document *
document_new(const char *language)
{
	struct pool *pool = pool_new();
	struct document *d = POOL_NEW(pool, struct document);

	d->pool = pool;
	d->language = pool_dup(pool, language);
	d->furniture = furniture_of(language);
	d->palette = palette_default();
	if (d->furniture == NULL)
		d->furniture = &furniture[0].words;
	return d;
}

void
document_free(struct document *d)
{
	if (d != NULL)
		pool_free(d->pool);
}
