/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/certificates.h"

#include <stdlib.h>

#include "collector/config.h"
#include "collector/listen/intake.h"
#include "collector/listen/tls.h"
#include "collector/role.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

#define WARN_BEFORE (30 * CLOCK_DAY)

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

void
certificates_warn(const struct certificates *c, struct intake *in)
{
	int64_t now = clock_now();

	for (size_t i = 0; i < c->count; i++) {
		char at[CLOCK_TEXT_MAX];
		struct buf text = { 0 };
		int64_t until;

		if (c->tls[i] == NULL)
			continue;
		until = tls_expires(c->tls[i]);
		if (until - now > WARN_BEFORE)
			continue;
		buf_printf(&text, "listen \"%s\": certificate %s %s",
		    c->listens[i].name, until <= now ? "ran out" : "runs out",
		    clock_format(until, at));
		log_warnx("%s", buf_str(&text));
		intake_mark(in, MARK_EXPIRY, buf_str(&text));
		buf_free(&text);
	}
}
