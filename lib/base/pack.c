/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/pack.h"

#include <stdlib.h>
#include <unistd.h>

#include <zstd.h>

#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

/* Text of devices: past this level it takes twice the time for 3 % less. */
enum { LEVEL = 6 };

/* The two ends of a stream, and what is on its way. */
struct pipe {
	int from, to;
	ZSTD_inBuffer in;
	ZSTD_outBuffer out;
	void *in_room;
	size_t in_size;
	uint64_t written;
};

static void
start(struct pipe *p, int from, int to, size_t in_size, size_t out_size)
{
	*p = (struct pipe){ .from = from, .to = to, .in_size = in_size };
	p->in_room = mem_new(1, in_size);
	p->in.src = p->in_room;
	p->out.dst = mem_new(1, out_size);
	p->out.size = out_size;
}

static void
stop(struct pipe *p)
{
	free(p->in_room);
	free(p->out.dst);
}

/* ERR_NOTFOUND: from is at its end. */
static int
fill(struct pipe *p)
{
	ssize_t n = read(p->from, p->in_room, p->in_size);

	if (n == -1) {
		log_warn("pack: read");
		return ERR_IO;
	}
	p->in.size = (size_t)n;
	p->in.pos = 0;
	return n == 0 ? ERR_NOTFOUND : ERR_OK;
}

static int
drain(struct pipe *p)
{
	int rc = file_write_all(p->to, p->out.dst, p->out.pos);

	if (rc < 0)
		log_warn("pack: write");
	p->written += p->out.pos;
	p->out.pos = 0;
	return rc;
}

static int
pack_all(struct pipe *p, ZSTD_CCtx *ctx)
{
	ZSTD_EndDirective how;
	size_t left;
	int rc;

	do {
		rc = fill(p);
		if (rc == ERR_IO)
			return rc;
		how = rc == ERR_NOTFOUND ? ZSTD_e_end : ZSTD_e_continue;
		do {
			left = ZSTD_compressStream2(ctx, &p->out, &p->in, how);
			if (ZSTD_isError(left))
				fatalx("pack: %s", ZSTD_getErrorName(left));
			if (drain(p) < 0)
				return ERR_IO;
		} while (how == ZSTD_e_end ? left > 0 : p->in.pos < p->in.size);
	} while (how != ZSTD_e_end);
	return ERR_OK;
}

int
pack_file(int from, int to)
{
	ZSTD_CCtx *ctx = ZSTD_createCCtx();
	struct pipe p;
	int rc;

	if (ctx == NULL)
		fatalx("pack: out of memory");
	(void)ZSTD_CCtx_setParameter(ctx, ZSTD_c_compressionLevel, LEVEL);
	(void)ZSTD_CCtx_setParameter(ctx, ZSTD_c_checksumFlag, 1);
	start(&p, from, to, ZSTD_CStreamInSize(), ZSTD_CStreamOutSize());
	rc = pack_all(&p, ctx);
	stop(&p);
	ZSTD_freeCCtx(ctx);
	return rc;
}

/* left: what decompression still waits for; 0 at the end of the frame. */
static int
unpack_some(struct pipe *p, ZSTD_DCtx *ctx, uint64_t max, size_t *left)
{
	int rc = ERR_OK;

	while (rc == ERR_OK && p->in.pos < p->in.size) {
		*left = ZSTD_decompressStream(ctx, &p->out, &p->in);
		if (ZSTD_isError(*left))
			return ERR_CORRUPT;
		if (p->written + p->out.pos > max)
			return ERR_RANGE;
		rc = drain(p);
	}
	return rc;
}

int
unpack_file(int from, int to, uint64_t max)
{
	ZSTD_DCtx *ctx = ZSTD_createDCtx();
	size_t left = 1;
	struct pipe p;
	int rc;

	if (ctx == NULL)
		fatalx("pack: out of memory");
	/* A frame that asks for more memory than our own is not ours. */
	(void)ZSTD_DCtx_setParameter(ctx, ZSTD_d_windowLogMax, 24);
	start(&p, from, to, ZSTD_DStreamInSize(), ZSTD_DStreamOutSize());
	while ((rc = fill(&p)) == ERR_OK) {
		rc = unpack_some(&p, ctx, max, &left);
		if (rc < 0)
			break;
	}
	if (rc == ERR_NOTFOUND)
		rc = left == 0 ? ERR_OK : ERR_CORRUPT;
	stop(&p);
	ZSTD_freeDCtx(ctx);
	return rc;
}
