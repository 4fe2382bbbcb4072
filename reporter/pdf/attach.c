/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/pdf/object.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "reporter/pdf/deflate.h"

/*
 * Files inside the file (ISO 19005-3, 6.8). HPDF_AttachFile writes none of what
 * that asks for, and loses every second one from its tree of names.
 */

/* A name that is a type of media: the slash in it would begin another. */
static void
put_type(struct buf *b, const char *type)
{
	for (; *type != '\0'; type++) {
		if (*type == '/')
			buf_add_str(b, "#2F");
		else
			buf_add(b, type, 1);
	}
}

static int
take_part(void *of, const void *data, size_t len)
{
	struct pdf *p = of;

	deflate_add(p->deflate, data, len, &p->packed);
	p->fed += len;
	return 0;
}

/* Its length stands in the file: one that came out another is no file. */
static void
pack(struct pdf *p, const struct pdf_file *f)
{
	int rc;

	buf_clear(&p->packed);
	p->fed = 0;
	rc = f->feed != NULL ? f->feed(f->of, take_part, p)
			     : take_part(p, f->data, f->len);
	deflate_end(p->deflate, &p->packed);
	if (rc < 0 || p->fed != f->len) {
		log_warnx(
		    "pdf: %s has %zu bytes, not %zu", f->name, p->fed, f->len);
		pdf_check(p, HPDF_FILE_IO_ERROR);
	}
}

/*
 * Deflated as it comes: libharu would keep a copy of all of it. The object that
 * is returned stands for what is written.
 */
static HPDF_Dict
file_stream(struct pdf *p, const struct pdf_file *f)
{
	HPDF_Dict d = pdf_indirect(p);
	struct buf *keys = &p->scratch;

	pack(p, f);
	buf_clear(keys);
	buf_add_str(keys, "/Type /EmbeddedFile\n/Subtype /");
	put_type(keys, f->type);
	buf_printf(keys, "\n/Params <</Size %zu /ModDate (%s)>>\n", f->len,
	    metadata_date(p));
	body_stream(p, body_number_of(p, d), buf_str(keys), &p->packed);
	return d;
}

static HPDF_Dict
specification(struct pdf *p, const struct pdf_file *f)
{
	HPDF_Dict spec = pdf_indirect(p), stream = file_stream(p, f);
	HPDF_Dict files = pdf_dict(p);

	pdf_put_name(spec, "Type", "Filespec");
	pdf_put_ascii(p, spec, "F", f->name);
	pdf_put_text(p, spec, "UF", f->name);
	pdf_put_text(p, spec, "Desc", f->about);
	pdf_put_name(spec, "AFRelationship", f->relation);
	HPDF_Dict_Add(files, "F", stream);
	HPDF_Dict_Add(files, "UF", stream);
	HPDF_Dict_Add(spec, "EF", files);
	return spec;
}

static int
by_name(const void *a, const void *b)
{
	const struct pdf_file *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

/* ISO 32000-1, 7.9.6: the keys of a tree of names rise. */
void
attach_finish(struct pdf *p)
{
	const size_t n = p->meta->nfiles;
	const struct pdf_file **sorted;
	HPDF_Array names, associated;
	HPDF_Dict tree, root, *specs;

	if (n == 0)
		return;
	if (p->meta->level != PDF_A3A)
		fatalx("pdf: a file attached to PDF/A-2");
	sorted = pool_alloc(p->pool, n * sizeof(*sorted));
	for (size_t i = 0; i < n; i++)
		sorted[i] = &p->meta->files[i];
	qsort(sorted, n, sizeof(*sorted), by_name);
	/* First: one may leave from here, and nobody has the lists yet. */
	specs = pool_alloc(p->pool, n * sizeof(HPDF_Dict));
	for (size_t i = 0; i < n; i++)
		specs[i] = specification(p, sorted[i]);
	names = pdf_array(p);
	associated = pdf_array(p);
	for (size_t i = 0; i < n; i++) {
		HPDF_Array_Add(names,
		    HPDF_String_New(p->doc->mmgr, sorted[i]->name, NULL));
		HPDF_Array_Add(names, specs[i]);
		HPDF_Array_Add(associated, specs[i]);
	}
	tree = pdf_indirect(p);
	HPDF_Dict_Add(tree, "Names", names);
	root = pdf_indirect(p);
	HPDF_Dict_Add(root, "EmbeddedFiles", tree);
	HPDF_Dict_Add(p->doc->catalog, "Names", root);
	HPDF_Dict_Add(p->doc->catalog, "AF", associated);
}
