/* SPDX-License-Identifier: Apache-2.0 */
#include "register/entry/topics.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/conf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"

struct topics {
	struct conf *conf; /* in which the texts stand */
	struct topic *topic;
	size_t n;
};

static const struct conf_option topic_options[] = {
	{ "title_nl", CONF_TEXT, CONF_REQUIRED, NULL, 0, 0, NULL },
	{ "title_en", CONF_TEXT, CONF_REQUIRED, NULL, 0, 0, NULL },
	{ "valid", CONF_SPAN, CONF_REQUIRED, NULL, CLOCK_DAY, 3660 * CLOCK_DAY,
	    NULL },
	{ 0 },
};

static const struct conf_option file_options[] = {
	{ "attestation", CONF_SECTION, CONF_MANY | CONF_TITLED, NULL, 0, 0,
	    topic_options },
	{ 0 },
};

static void
take(struct topics *t)
{
	const struct conf_section *root = conf_root(t->conf);
	size_t n = conf_count(root, "attestation");

	t->topic = mem_new(n + 1, sizeof(*t->topic));
	for (size_t i = 0; i < n; i++) {
		const struct conf_section *s = conf_at(root, "attestation", i);

		t->topic[t->n++] =
		    (struct topic){ conf_title(s), conf_text(s, "title_nl"),
			    conf_text(s, "title_en"), conf_span(s, "valid") };
	}
}

int
topics_load(const char *path, struct topics **out)
{
	struct topics *t = mem_new(1, sizeof(*t));
	int rc = conf_load(path, file_options, &t->conf);

	if (rc < 0) {
		topics_free(t);
		return rc;
	}
	take(t);
	*out = t;
	return ERR_OK;
}

void
topics_free(struct topics *t)
{
	if (t == NULL)
		return;
	conf_free(t->conf);
	free(t->topic);
	free(t);
}

size_t
topics_count(const struct topics *t)
{
	return t->n;
}

const struct topic *
topics_at(const struct topics *t, size_t i)
{
	return &t->topic[i];
}

const struct topic *
topics_find(const struct topics *t, const char *name)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->topic[i].name, name) == 0)
			return &t->topic[i];
	return NULL;
}
