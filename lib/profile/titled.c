/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/titled.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/conf.h"
#include "lib/base/data.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

enum { FAULTS_MAX = 20 };

/* A file; the texts of its rules live as long as it does. */
struct part {
	struct conf *conf;
	char *rules; /* count of the kind's size */
	size_t count;
	struct part *next;
};

struct titled {
	const struct titled_kind *kind;
	struct part *parts;        /* that which was added last first */
	struct titled_rule *order; /* those that count */
	size_t count;
};

static void *
rule_of(const struct titled *t, const struct part *p, size_t i)
{
	return p->rules + i * t->kind->size;
}

struct titled *
titled_new(const struct titled_kind *kind)
{
	struct titled *t = mem_new(1, sizeof(*t));

	t->kind = kind;
	return t;
}

static void
free_part(const struct titled *t, struct part *p)
{
	for (size_t i = 0; i < p->count && t->kind->clear != NULL; i++)
		t->kind->clear(rule_of(t, p, i));
	free(p->rules);
	conf_free(p->conf);
	free(p);
}

void
titled_free(struct titled *t)
{
	struct part *p;

	if (t == NULL)
		return;
	while ((p = t->parts) != NULL) {
		t->parts = p->next;
		free_part(t, p);
	}
	free(t->order);
	free(t);
}

/*
 * Reading
 */

/* All of them, so that who mends a file need not come back for the next. */
static int
read_rules(const struct titled *t, struct part *p)
{
	const struct conf_section *root = conf_root(p->conf);
	size_t n = conf_count(root, t->kind->section), faults = 0;
	int first = ERR_OK;

	p->rules = mem_new(n + 1, t->kind->size);
	while (p->count < n) {
		size_t i = p->count++;
		int rc = t->kind->read(
		    conf_at(root, t->kind->section, i), rule_of(t, p, i));

		if (rc == ERR_OK)
			continue;
		first = first == ERR_OK ? rc : first;
		if (++faults == FAULTS_MAX && p->count < n) {
			log_warnx("%s: %zu faults; what is behind them was "
				  "not read",
			    conf_file(root), faults);
			break;
		}
	}
	return first;
}

static bool
is_replaced(const struct titled *t, const char *title)
{
	for (size_t i = 0; i < t->count; i++) {
		if (strcmp(conf_title(t->order[i].section), title) == 0)
			return true;
	}
	return false;
}

static int
by_title(const void *a, const void *b)
{
	const struct titled_rule *x = a, *y = b;

	return strcmp(conf_title(x->section), conf_title(y->section));
}

static void
settle_part(struct titled *t, const struct part *p)
{
	const struct conf_section *root = conf_root(p->conf);

	for (size_t i = 0; i < p->count; i++) {
		const struct conf_section *s =
		    conf_at(root, t->kind->section, i);

		if (!is_replaced(t, conf_title(s)))
			t->order[t->count++] =
			    (struct titled_rule){ rule_of(t, p, i), s };
	}
}

/* The order anew: the part that came last first. */
static void
settle(struct titled *t)
{
	size_t n = 0;

	for (const struct part *p = t->parts; p != NULL; p = p->next)
		n += p->count;
	free(t->order);
	t->order = mem_new(n + 1, sizeof(*t->order));
	t->count = 0;
	for (const struct part *p = t->parts; p != NULL; p = p->next)
		settle_part(t, p);
	if (t->kind->by_title)
		qsort(t->order, t->count, sizeof(*t->order), by_title);
}

/* Takes conf. */
static int
add_conf(struct titled *t, struct conf *conf)
{
	struct part *p = mem_new(1, sizeof(*p));
	int rc;

	p->conf = conf;
	rc = read_rules(t, p);
	if (rc < 0) {
		free_part(t, p);
		return rc;
	}
	p->next = t->parts;
	t->parts = p;
	settle(t);
	return ERR_OK;
}

int
titled_add_file(struct titled *t, const char *path)
{
	struct conf *conf;
	int rc = conf_load(path, t->kind->options, &conf);

	return rc < 0 ? rc : add_conf(t, conf);
}

int
titled_add_text(struct titled *t, const char *name, const char *text)
{
	struct conf *conf;
	int rc = conf_parse(name, text, strlen(text), t->kind->options, &conf);

	return rc < 0 ? rc : add_conf(t, conf);
}

static int
add_own(struct titled *t, const char *folder)
{
	struct buf pattern = { 0 };
	int rc = ERR_OK;
	glob_t found = { 0 };

	buf_printf(&pattern, "%s/%s", folder, t->kind->pattern);
	switch (glob(buf_str(&pattern), 0, NULL, &found)) {
	case 0:
	case GLOB_NOMATCH:
		break;
	default:
		log_warnx("%s: cannot be listed", folder);
		rc = ERR_IO;
	}
	for (size_t i = 0; i < found.gl_pathc && rc == ERR_OK; i++)
		rc = titled_add_file(t, found.gl_pathv[i]);
	globfree(&found);
	buf_free(&pattern);
	return rc;
}

int
titled_add_default(struct titled *t, const char *data, const char *folder)
{
	char *path = data_path(data, t->kind->shipped);
	int rc = titled_add_file(t, path);

	free(path);
	if (rc < 0)
		return rc;
	return add_own(t, folder != NULL ? folder : t->kind->folder);
}

const struct titled_rule *
titled_rules(const struct titled *t, size_t *n)
{
	*n = t->count;
	return t->order;
}
