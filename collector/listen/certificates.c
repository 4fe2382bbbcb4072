/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/certificates.h"

#include <stdbool.h>
#include <stdlib.h>

#include "collector/config.h"
#include "collector/listen/intake.h"
#include "collector/listen/tls.h"
#include "collector/papers.h"
#include "collector/role.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

struct certificates {
	const struct config_listen *listens; /* of a configuration in use */
	struct tls **tls;                    /* one for each of them, or NULL */
	size_t count;
};

int
certificates_load(
    const struct role *r, const struct config *next, struct certificates **out)
{
	struct certificates *c = mem_new(1, sizeof(*c));
	int rc = ERR_OK;

	c->listens = next->listens;
	c->count = next->listen_count;
	c->tls = mem_new(next->listen_count + 1, sizeof(struct tls *));
	for (size_t i = 0; i < next->listen_count; i++) {
		const struct config_listen *l = &next->listens[i];
		const struct buf *paper = role_paper(r, l->name);

		if (l->certificate_file == NULL)
			continue;
		if (paper == NULL || tls_load(l, paper, &c->tls[i]) < 0)
			rc = ERR_PARSE;
	}
	*out = c;
	return rc;
}

void
certificates_free(struct certificates *c)
{
	if (c == NULL)
		return;
	for (size_t i = 0; i < c->count; i++)
		tls_free(c->tls[i]);
	free(c->tls);
	free(c);
}

struct tls *
certificates_of(const struct certificates *c, const struct config_listen *l)
{
	return c->tls[l - c->listens];
}

static bool
is_soon(const struct tls_term *term, int64_t now)
{
	return term->warn_at <= now;
}

static void
describe(const struct config_listen *l, const struct tls_term *term,
    int64_t now, struct buf *out)
{
	char at[CLOCK_TEXT_MAX];

	buf_clear(out);
	buf_printf(out, "listen \"%s\": %s (%s) %s %s", l->name, term->what,
	    term->file, term->until <= now ? "ran out" : "runs out",
	    clock_format(term->until, at));
}

int
certificates_check(const struct papers *p, const struct config *c)
{
	int64_t now = clock_now();
	struct buf text = { 0 };
	int worst = ERR_OK;

	for (size_t i = 0; i < c->listen_count; i++) {
		const struct config_listen *l = &c->listens[i];
		const struct buf *paper = papers_find(p, l->name);
		const struct tls_term *term;
		struct tls *tls = NULL;

		if (l->certificate_file == NULL || paper == NULL)
			continue;
		if (tls_load(l, paper, &tls) < 0) {
			worst = ERR_PARSE;
			continue;
		}
		for (size_t k = 0; (term = tls_term(tls, k)) != NULL; k++) {
			if (!is_soon(term, now))
				continue;
			describe(l, term, now, &text);
			log_warnx("%s", buf_str(&text));
		}
		tls_free(tls);
	}
	buf_free(&text);
	return worst;
}

static void
tell(struct intake *in, struct buf *text)
{
	log_warnx("%s", buf_str(text));
	intake_mark(in, MARK_EXPIRY, buf_str(text));
}

static void
warn_of(const struct certificates *c, size_t i, struct intake *in)
{
	const struct config_listen *l = &c->listens[i];
	const struct tls_term *term;
	struct buf text = { 0 };
	int64_t now = clock_now();

	if (c->tls[i] == NULL) {
		buf_printf(&text,
		    "listen \"%s\": not listened to over TLS: no certificate "
		    "that can be used",
		    l->name);
		tell(in, &text);
	}
	for (size_t k = 0;
	     c->tls[i] != NULL && (term = tls_term(c->tls[i], k)) != NULL;
	     k++) {
		if (!is_soon(term, now))
			continue;
		describe(l, term, now, &text);
		tell(in, &text);
	}
	buf_free(&text);
}

void
certificates_warn(const struct certificates *c, struct intake *in)
{
	bool told = false;

	for (size_t i = 0; i < c->count; i++) {
		if (c->listens[i].certificate_file == NULL)
			continue;
		/* What was told before is over, unless it is told again. */
		if (!told)
			intake_mark(in, MARK_PAPERS, "certificates");
		told = true;
		warn_of(c, i, in);
	}
}
