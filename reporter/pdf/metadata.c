/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/pdf/object.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/base/clock.h"
#include "lib/base/digest.h"
#include "lib/base/file.h"

#define PROFILE "/usr/share/color/icc/sRGB.icc"
#define CREATOR "Patchwacht " PACKAGE_VERSION

static void
add_xml(struct buf *b, const char *text)
{
	for (; *text != '\0'; text++) {
		switch (*text) {
		case '&':
			buf_add_str(b, "&amp;");
			break;
		case '<':
			buf_add_str(b, "&lt;");
			break;
		case '>':
			buf_add_str(b, "&gt;");
			break;
		case '"':
			buf_add_str(b, "&quot;");
			break;
		default:
			buf_add(b, text, 1);
		}
	}
}

/* What stands around a text of XMP. */
static void
add_property(
    struct buf *b, const char *before, const char *text, const char *after)
{
	buf_add_str(b, before);
	add_xml(b, text);
	buf_add_str(b, after);
}

static struct tm
local_time(const struct pdf_meta *m)
{
	time_t t = (time_t)(m->at / CLOCK_SECOND) + m->offset_s;
	struct tm tm;

	gmtime_r(&t, &tm);
	return tm;
}

/* PDF wants D:20251009090000+02'00', XMP 2025-10-09T09:00:00+02:00. */
static char *
format_date(struct pdf *p, bool xmp)
{
	struct tm tm = local_time(p->meta);
	int minutes = abs(p->meta->offset_s) / 60;
	char sign = p->meta->offset_s < 0 ? '-' : '+';

	return pool_printf(p->pool,
	    xmp ? "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d"
		: "D:%04d%02d%02d%02d%02d%02d%c%02d'%02d'",
	    tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min,
	    tm.tm_sec, sign, minutes / 60, minutes % 60);
}

char *
metadata_date(struct pdf *p)
{
	return format_date(p, false);
}

static const char *
or_empty(const char *text)
{
	return text != NULL ? text : "";
}

/* XML 1.0, 2.2: controls are no characters of it, however they are written. */
static const char *
clean(struct pdf *p, const char *text)
{
	char *copy = pool_dup(p->pool, or_empty(text)), *to = copy;

	for (const char *from = copy; *from != '\0'; from++) {
		if ((unsigned char)*from >= 0x20)
			*to++ = *from;
	}
	*to = '\0';
	return copy;
}

static const char *
producer(struct pdf *p)
{
	return HPDF_GetInfoAttr(p->doc, HPDF_INFO_PRODUCER);
}

static void
put_info(struct pdf *p)
{
	HPDF_Dict info;
	char *date = format_date(p, false);

	HPDF_SetInfoAttr(p->doc, HPDF_INFO_CREATOR, CREATOR); /* makes it */
	info = p->doc->info;
	pdf_put_text(p, info, "Title", clean(p, p->meta->title));
	pdf_put_text(p, info, "Author", clean(p, p->meta->author));
	pdf_put_text(p, info, "Subject", clean(p, p->meta->subject));
	pdf_put_text(p, info, "Keywords", clean(p, p->meta->keywords));
	pdf_put_ascii(p, info, "CreationDate", date);
	pdf_put_ascii(p, info, "ModDate", date);
}

#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

static const char xmp_start[] =
    "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n<rdf:RDF xmlns:rdf=\"" RDF "\">\n"
    "<rdf:Description rdf:about=\"\""
    " xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
    " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
    " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
    " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\""
    " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n"
    "<dc:format>application/pdf</dc:format>\n";

/* ISO 19005-2, 6.6.2.3: pdfuaid is not a schema that PDF/A knows. */
static const char xmp_end[] =
    "<pdfaid:conformance>A</pdfaid:conformance>\n"
    "<pdfuaid:part>1</pdfuaid:part>\n</rdf:Description>\n"
    "<rdf:Description rdf:about=\"\""
    " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\""
    " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\""
    " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">"
    "<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/"
    "</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">"
    "<pdfaProperty:name>part</pdfaProperty:name>"
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>The part of ISO 14289 that is followed"
    "</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>"
    "</rdf:li></rdf:Bag></pdfaExtension:schemas>\n</rdf:Description>\n"
    "</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>";

static void
put_xmp(struct pdf *p)
{
	const struct pdf_meta *m = p->meta;
	char *date = format_date(p, true);
	struct buf b = { 0 };
	HPDF_Dict d;

	buf_add_str(&b, xmp_start);
	add_property(&b, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">",
	    clean(p, m->title), "</rdf:li></rdf:Alt></dc:title>\n");
	add_property(&b, "<dc:creator><rdf:Seq><rdf:li>", clean(p, m->author),
	    "</rdf:li></rdf:Seq></dc:creator>\n");
	add_property(&b,
	    "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">",
	    clean(p, m->subject), "</rdf:li></rdf:Alt></dc:description>\n");
	add_property(&b, "<dc:language><rdf:Bag><rdf:li>", m->language,
	    "</rdf:li></rdf:Bag></dc:language>\n");
	add_property(&b, "<xmp:CreateDate>", date, "</xmp:CreateDate>\n");
	add_property(&b, "<xmp:ModifyDate>", date, "</xmp:ModifyDate>\n");
	add_property(&b, "<xmp:CreatorTool>", CREATOR, "</xmp:CreatorTool>\n");
	add_property(
	    &b, "<pdf:Keywords>", clean(p, m->keywords), "</pdf:Keywords>\n");
	add_property(&b, "<pdf:Producer>", producer(p), "</pdf:Producer>\n");
	add_property(&b, "<pdfaid:part>", m->level == PDF_A3A ? "3" : "2",
	    "</pdfaid:part>\n");
	buf_add_str(&b, xmp_end);

	d = pdf_stream(p, b.data, b.len, false);
	buf_free(&b);
	pdf_put_name(d, "Type", "Metadata");
	pdf_put_name(d, "Subtype", "XML");
	HPDF_Dict_Add(p->doc->catalog, "Metadata", d);
}

static void
put_intent(struct pdf *p)
{
	HPDF_Dict intent = pdf_indirect(p), profile;
	HPDF_Array intents = pdf_array(p);
	struct buf icc = { 0 };

	if (file_read(PROFILE, 1 << 20, &icc) < 0)
		fatalx("pdf: " PROFILE " is in the package icc-profiles-free");
	profile = pdf_stream(p, icc.data, icc.len, true);
	buf_free(&icc);
	HPDF_Dict_AddNumber(profile, "N", 3);
	pdf_put_name(intent, "Type", "OutputIntent");
	pdf_put_name(intent, "S", "GTS_PDFA1");
	pdf_put_ascii(
	    p, intent, "OutputConditionIdentifier", "sRGB IEC61966-2.1");
	pdf_put_ascii(p, intent, "Info", "sRGB IEC61966-2.1");
	HPDF_Dict_Add(intent, "DestOutputProfile", profile);
	HPDF_Array_Add(intents, intent);
	HPDF_Dict_Add(p->doc->catalog, "OutputIntents", intents);
}

/* Of what went in, never of the clock: the same input, the same bytes. */
static void
put_id(struct pdf *p)
{
	enum { ID_LEN = 16 };
	HPDF_Array ids = pdf_array(p);
	uint8_t hash[DIGEST_LEN];
	const char *seed = or_empty(p->meta->seed);

	digest_of(seed, strlen(seed), hash);
	pdf_put_bytes(p, ids, hash, ID_LEN);
	pdf_put_bytes(p, ids, hash, ID_LEN);
	HPDF_Dict_Add(p->doc->trailer, "ID", ids);
}

void
metadata_finish(struct pdf *p)
{
	HPDF_Dict viewer = pdf_dict(p);

	put_info(p);
	put_xmp(p);
	put_intent(p);
	put_id(p);
	pdf_put_ascii(p, p->doc->catalog, "Lang", p->meta->language);
	HPDF_Dict_AddBoolean(viewer, "DisplayDocTitle", HPDF_TRUE);
	HPDF_Dict_Add(p->doc->catalog, "ViewerPreferences", viewer);
}
