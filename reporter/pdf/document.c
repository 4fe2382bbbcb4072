/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/pdf/object.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/mem.h"

/*
 * libharu's errors are sticky and its functions return NULL after one, so the
 * first one leaves the whole drawing at once.
 */
static void
on_error(HPDF_STATUS error, HPDF_STATUS detail, void *of)
{
	struct pdf *p = of;

	if (error == HPDF_FAILD_TO_ALLOC_MEM)
		fatalx("pdf: out of memory");
	p->error = error;
	p->detail = detail;
	longjmp(p->failed, 1);
}

static void
start(struct pdf *p)
{
	p->doc = HPDF_New(on_error, p);
	if (p->doc == NULL)
		fatalx("pdf: out of memory");
	if (strncmp(HPDF_GetVersion(), "2.3.", 4) != 0)
		fatalx("pdf: libharu %s, written for 2.3", HPDF_GetVersion());
	HPDF_SetCompressionMode(p->doc, HPDF_COMP_ALL);
	p->doc->pdf_version = HPDF_VER_17;
	HPDF_SetPageMode(p->doc, HPDF_PAGE_MODE_USE_OUTLINE);
	body_start(p);
	structure_start(p);
}

void
pdf_check(struct pdf *p, HPDF_STATUS status)
{
	if (HPDF_CheckError(&p->doc->error) == HPDF_OK && status != HPDF_OK)
		on_error(status, 0, p);
}

static void
finish(struct pdf *p)
{
	HPDF_AddPageLabel(p->doc, 0, HPDF_PAGE_NUM_STYLE_DECIMAL, 1, NULL);
	page_finish(p);
	embed_finish(p);
	seal_finish(p);
	attach_finish(p);
	structure_finish(p);
	metadata_finish(p);
	body_finish(p);
}

static void
release(struct pdf *p)
{
	embed_free(p);
	for (size_t i = 0; i < p->npages; i++) {
		buf_free(&p->pages[i].content);
		free(p->pages[i].marks);
	}
	free(p->pages);
	free(p->parents);
	free(p->missing);
	free(p->too_long);
	body_free(p);
	if (p->doc != NULL)
		HPDF_Free(p->doc);
	buf_free(&p->scratch);
	pool_free(p->pool);
	free(p);
}

int
pdf_make(const struct pdf_meta *meta, struct fonts *fonts,
    void (*draw)(struct pdf *, void *of), void *of, struct buf *out)
{
	struct pdf *const p = mem_new(1, sizeof(*p));
	const size_t before = out->len;
	volatile int rc = ERR_OK;

	p->meta = meta;
	p->fonts = fonts;
	p->pool = pool_new();
	p->out = out;
	p->start = before;
	if (setjmp(p->failed) == 0) {
		start(p);
		draw(p, of);
		if (p->missing == NULL)
			finish(p);
	}
	if (p->error != 0) {
		log_warnx("pdf: libharu error 0x%04lx, detail %lu",
		    (unsigned long)p->error, (unsigned long)p->detail);
		rc = ERR_CORRUPT;
	} else if (p->missing != NULL) {
		log_warnx("pdf: no font has U+%04X, in \"%s\"", p->missing_char,
		    p->missing);
		rc = ERR_RANGE;
	} else if (p->too_long != NULL) {
		log_warnx("pdf: a title, heading or name of %zu bytes is more "
			  "than a PDF can hold, \"%.60s...\"",
		    strlen(p->too_long), p->too_long);
		rc = ERR_RANGE;
	}
	if (rc != ERR_OK)
		out->len = before;
	release(p);
	return rc;
}
