/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fleet/faults.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/mem.h"

void
faults_follow_none(struct faults *f)
{
	for (size_t i = 0; i < f->walk.n_jumps; i++) {
		buf_free(&f->walk.jumps[i].from);
		buf_free(&f->walk.jumps[i].to);
		buf_free(&f->walk.jumps[i].row);
	}
	free(f->walk.jumps);
	f->walk.jumps = NULL;
	f->walk.n_jumps = 0;
}

int
faults_follow(struct faults *f, struct buf *from, struct buf *to)
{
	struct faults_walk *w = &f->walk;
	struct jump j = { *from, *to, { 0 } };
	size_t begun;

	*from = *to = (struct buf){ 0 };
	if (w->n_jumps == FAULTS_JUMPS_MAX) {
		buf_free(&j.from);
		buf_free(&j.to);
		return ERR_RANGE;
	}
	begun = ber_begin(&j.row, BER_SEQUENCE);
	ber_add(&j.row, BER_OID, j.to.data, j.to.len);
	ber_add_int(&j.row, BER_INTEGER, 0);
	ber_end(&j.row, begun);
	w->jumps = mem_grow(w->jumps, w->n_jumps + 1, sizeof(*w->jumps));
	w->jumps[w->n_jumps++] = j;
	return ERR_OK;
}

void
faults_free(struct faults *f)
{
	faults_follow_none(f);
	buf_free(&f->walk.twice);
	buf_free(&f->error.root);
}

static int
position(const char *const *words, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(words[i], word) == 0)
			return (int)i;
	}
	return ERR_PARSE;
}

int
faults_wrong_parse(const char *word, enum wrong *out)
{
	static const char *const words[] = { "off", "id", "msg-id", "version",
		"community", "digest", "level", "user", "engine", "context",
		"context-engine", "time", "boots", "pdu" };
	int i = position(words, sizeof(words) / sizeof(*words), word);

	if (i < 0)
		return ERR_PARSE;
	*out = (enum wrong)i;
	return ERR_OK;
}

int
faults_malformed_parse(const char *word, enum malformed *out)
{
	static const char *const words[] = { "off", "cut", "indefinite",
		"length", "list", "noise" };
	int i = position(words, sizeof(words) / sizeof(*words), word);

	if (i < 0)
		return ERR_PARSE;
	*out = (enum malformed)i;
	return ERR_OK;
}
