/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/pdf/object.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hb-ot.h>
#include <hb-subset.h>

#include "lib/base/mem.h"

/* ISO 32000-1, 9.7: a Type0 font with identity encoding, glyphs by number. */

const char *
embed_use(struct pdf *p, unsigned page, const struct shaped *s)
{
	struct embed *e = &p->embed[s->file];
	struct page *g = &p->pages[page];

	if (e->type0 == NULL) {
		e->type0 = pdf_indirect(p);
		e->type0->header.obj_class |= HPDF_OSUBCLASS_FONT;
		e->glyphs = hb_set_create();
		hb_set_add(e->glyphs, 0);
		e->nglyphs = hb_face_get_glyph_count(s->font->face);
		e->text = mem_new(e->nglyphs, sizeof(*e->text));
	}
	if (g->local[s->file] == NULL)
		g->local[s->file] =
		    HPDF_Page_GetLocalFontName(g->page, e->type0);
	return g->local[s->file];
}

/* The bytes of the cluster that starts at from; clusters rise in bytes. */
static size_t
cluster_end(const hb_glyph_info_t *glyph, unsigned n, size_t from, size_t end)
{
	for (unsigned i = 0; i < n; i++) {
		if (glyph[i].cluster > from && glyph[i].cluster < end)
			end = glyph[i].cluster;
	}
	return end;
}

/* What a bracket looks like where letters go to the left; 0: the same. */
static char
mirrored(const char *text, size_t len)
{
	static const char pairs[] = "()[]{}<>";
	const char *at =
	    len == 1 && *text != '\0' ? strchr(pairs, *text) : NULL;

	return at == NULL ? '\0' : pairs[(at - pairs) ^ 1];
}

static char *
glyph_text(const char *text, size_t len, bool backward)
{
	const char turned = backward ? mirrored(text, len) : '\0';
	struct buf b = { 0 };

	/* A glyph has one text in the whole file: that which it shows. */
	if (turned != '\0')
		put_utf16(&b, &turned, 1, false);
	/* The no-break space often shares its glyph with the space. */
	else if (len == 2 && memcmp(text, "\xc2\xa0", 2) == 0)
		put_utf16(&b, " ", 1, false);
	else
		put_utf16(&b, text, len, false);
	return buf_take_str(&b);
}

/* Whether the text of a cluster is that of a glyph drawn before or after. */
static bool
shares_cluster(
    const hb_glyph_info_t *glyph, unsigned n, unsigned i, bool backward)
{
	if (backward)
		return i + 1 < n && glyph[i + 1].cluster == glyph[i].cluster;
	return i > 0 && glyph[i - 1].cluster == glyph[i].cluster;
}

void
embed_note(struct pdf *p, const struct shaped *s)
{
	struct embed *e = &p->embed[s->file];
	unsigned n;
	hb_glyph_info_t *glyph = hb_buffer_get_glyph_infos(s->glyphs, &n);
	size_t from, end;

	for (unsigned i = 0; i < n; i++) {
		unsigned id = glyph[i].codepoint;

		hb_set_add(e->glyphs, id);
		if (id >= e->nglyphs || e->text[id] != NULL)
			continue;
		from = glyph[i].cluster;
		/* Of glyphs that share a cluster the first has its text. */
		if (shares_cluster(glyph, n, i, s->backward))
			continue;
		end = cluster_end(glyph, n, from, s->len);
		e->text[id] =
		    glyph_text(s->text + from, end - from, s->backward);
	}
}

static hb_blob_t *
make_subset(const struct embed *e, const struct font *font)
{
	static const char drop[][5] = { "GSUB", "GPOS", "GDEF", "kern", "name",
		"post", "OS/2", "cmap", "DSIG", "FFTM", "gasp", "meta", "BASE",
		"hdmx", "LTSH", "VDMX", "PCLT", "STAT", "MATH" };
	hb_subset_input_t *in = hb_subset_input_create_or_fail();
	hb_set_t *tables;
	hb_face_t *face;
	hb_blob_t *blob;

	if (in == NULL)
		fatalx("font %s: out of memory", font->name);
	tables = hb_subset_input_set(in, HB_SUBSET_SETS_DROP_TABLE_TAG);
	for (size_t i = 0; i < sizeof(drop) / sizeof(drop[0]); i++)
		hb_set_add(tables, hb_tag_from_string(drop[i], 4));
	hb_set_union(hb_subset_input_glyph_set(in), e->glyphs);
	/* Glyph numbers stay, so that pages may be written before this. */
	hb_subset_input_set_flags(in,
	    HB_SUBSET_FLAGS_RETAIN_GIDS | HB_SUBSET_FLAGS_NO_HINTING |
		HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
	face = hb_subset_or_fail(font->face, in);
	if (face == NULL)
		fatalx("font %s: no subset", font->name);
	blob = hb_face_reference_blob(face);
	hb_face_destroy(face);
	hb_subset_input_destroy(in);
	return blob;
}

/* Six capitals that follow from the glyphs, a plus and the font's name. */
static void
subset_name(const struct embed *e, const struct font *font, char out[128])
{
	hb_codepoint_t glyph = HB_SET_VALUE_INVALID;
	uint32_t hash = 2166136261u;

	while (hb_set_next(e->glyphs, &glyph))
		hash = (hash ^ glyph) * 16777619u;
	for (int i = 0; i < 6; i++, hash /= 26)
		out[i] = (char)('A' + hash % 26);
	snprintf(out + 6, 122, "+%s", font->name);
}

static int
thousandths(const struct font *font, double units)
{
	return (int)lround(units * 1000.0 / font->upem);
}

static int
advance_of(const struct font *font, hb_codepoint_t glyph)
{
	return thousandths(font, hb_font_get_glyph_h_advance(font->hb, glyph));
}

static HPDF_Array
widths(struct pdf *p, const struct embed *e, const struct font *font)
{
	hb_codepoint_t glyph = HB_SET_VALUE_INVALID, before = 0;
	HPDF_Array all = pdf_array(p), run = NULL;

	while (hb_set_next(e->glyphs, &glyph)) {
		if (run == NULL || glyph != before + 1) {
			HPDF_Array_AddNumber(all, (HPDF_INT32)glyph);
			run = pdf_array(p);
			HPDF_Array_Add(all, run);
		}
		HPDF_Array_AddNumber(run, advance_of(font, glyph));
		before = glyph;
	}
	return all;
}

static int
metric(const struct font *font, hb_ot_metrics_tag_t tag, int otherwise)
{
	hb_position_t v;

	return hb_ot_metrics_get_position(font->hb, tag, &v)
	    ? thousandths(font, v)
	    : otherwise;
}

/* xMin, yMin, xMax and yMax stand in the head table at byte 36. */
static HPDF_Array
bounds(struct pdf *p, const struct font *font)
{
	hb_blob_t *head =
	    hb_face_reference_table(font->face, HB_TAG('h', 'e', 'a', 'd'));
	HPDF_Array box = pdf_array(p);
	unsigned len;
	const char *data = hb_blob_get_data(head, &len);

	for (unsigned i = 36; i < 44 && len >= 44; i += 2) {
		uint16_t v =
		    (uint16_t)((uint8_t)data[i] << 8 | (uint8_t)data[i + 1]);

		HPDF_Array_AddNumber(box, thousandths(font, (int16_t)v));
	}
	hb_blob_destroy(head);
	return box;
}

static HPDF_Dict
descriptor(struct pdf *p, const struct embed *e, const struct font *font,
    const char *name)
{
	hb_blob_t *blob = make_subset(e, font);
	HPDF_Dict d = pdf_indirect(p), file;
	unsigned len;
	const char *data = hb_blob_get_data(blob, &len);

	file = pdf_stream(p, data, len, true);
	HPDF_Dict_AddNumber(file, "Length1", (HPDF_INT32)len);
	hb_blob_destroy(blob);

	pdf_put_name(d, "Type", "FontDescriptor");
	pdf_put_name(d, "FontName", name);
	HPDF_Dict_AddNumber(d, "Flags", 4); /* symbolic: glyphs by number */
	HPDF_Dict_Add(d, "FontBBox", bounds(p, font));
	HPDF_Dict_AddNumber(d, "ItalicAngle",
	    (HPDF_INT32)lround((double)hb_style_get_value(
		font->hb, HB_STYLE_TAG_SLANT_ANGLE)));
	HPDF_Dict_AddNumber(d, "Ascent",
	    metric(font, HB_OT_METRICS_TAG_HORIZONTAL_ASCENDER, 900));
	HPDF_Dict_AddNumber(d, "Descent",
	    metric(font, HB_OT_METRICS_TAG_HORIZONTAL_DESCENDER, -200));
	HPDF_Dict_AddNumber(
	    d, "CapHeight", metric(font, HB_OT_METRICS_TAG_CAP_HEIGHT, 700));
	HPDF_Dict_AddNumber(d, "StemV", 80); /* required; nobody measures it */
	HPDF_Dict_Add(d, "FontFile2", file);
	return d;
}

static HPDF_Dict
descendant(struct pdf *p, const struct embed *e, const struct font *font,
    const char *name)
{
	HPDF_Dict d = pdf_indirect(p), system = pdf_dict(p);

	pdf_put_name(d, "Type", "Font");
	pdf_put_name(d, "Subtype", "CIDFontType2");
	pdf_put_name(d, "BaseFont", name);
	HPDF_Dict_Add(d, "CIDSystemInfo", system);
	pdf_put_ascii(p, system, "Registry", "Adobe");
	pdf_put_ascii(p, system, "Ordering", "Identity");
	HPDF_Dict_AddNumber(system, "Supplement", 0);
	pdf_put_name(d, "CIDToGIDMap", "Identity");
	HPDF_Dict_Add(d, "FontDescriptor", descriptor(p, e, font, name));
	HPDF_Dict_AddNumber(d, "DW", advance_of(font, 0));
	HPDF_Dict_Add(d, "W", widths(p, e, font));
	return d;
}

/*
 * ISO 32000-1, 9.10.3: at most 100 lines in one bfchar section. Each glyph has
 * a text (ISO 19005-2, 6.2.11.7.2): an accent whose letter has the text of both
 * is a word joiner, which nobody sees or hears.
 */
static HPDF_Dict
to_unicode(struct pdf *p, const struct embed *e)
{
	enum { SECTION = 100 };
	hb_codepoint_t glyph = HB_SET_VALUE_INVALID;
	struct buf b = { 0 }, lines = { 0 };
	unsigned n = 0;
	HPDF_Dict d;

	buf_add_str(&b,
	    "/CIDInit /ProcSet findresource begin\n"
	    "12 dict begin\nbegincmap\n"
	    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) "
	    "/Supplement 0 >> def\n"
	    "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
	    "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
	for (bool more = true; more;) {
		more = hb_set_next(e->glyphs, &glyph);
		if (more && glyph != 0) {
			const char *text = e->text[glyph];

			buf_printf(&lines, "<%04X> <%s>\n", glyph,
			    text != NULL ? text : "2060");
			n++;
		}
		if (n == SECTION || (!more && n > 0)) {
			buf_printf(&b, "%u beginbfchar\n%sendbfchar\n", n,
			    buf_str(&lines));
			buf_clear(&lines);
			n = 0;
		}
	}
	buf_add_str(&b,
	    "endcmap\nCMapName currentdict /CMap defineresource pop\n"
	    "end\nend\n");
	d = pdf_stream(p, b.data, b.len, true);
	buf_free(&b);
	buf_free(&lines);
	return d;
}

void
embed_finish(struct pdf *p)
{
	char name[128];

	for (int i = 0; i < FONT_FILES; i++) {
		const struct font *font = fonts_file(p->fonts, i);
		struct embed *e = &p->embed[i];
		HPDF_Array below;

		if (e->type0 == NULL)
			continue;
		subset_name(e, font, name);
		pdf_put_name(e->type0, "Type", "Font");
		pdf_put_name(e->type0, "Subtype", "Type0");
		pdf_put_name(e->type0, "BaseFont", name);
		pdf_put_name(e->type0, "Encoding", "Identity-H");
		below = pdf_array(p);
		HPDF_Dict_Add(e->type0, "DescendantFonts", below);
		HPDF_Array_Add(below, descendant(p, e, font, name));
		HPDF_Dict_Add(e->type0, "ToUnicode", to_unicode(p, e));
	}
}

void
embed_free(struct pdf *p)
{
	for (int i = 0; i < FONT_FILES; i++) {
		struct embed *e = &p->embed[i];

		for (unsigned k = 0; k < e->nglyphs; k++)
			free(e->text[k]);
		free(e->text);
		if (e->glyphs != NULL)
			hb_set_destroy(e->glyphs);
	}
}
