/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/papers.h"

#include <stdlib.h>
#include <string.h>

#include "collector/config.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

enum { FILE_MAX = 48 << 10 }; /* both are one message of the control socket */

void
papers_wipe_buf(struct buf *b)
{
	if (b->data != NULL)
		explicit_bzero(b->data, b->cap);
	buf_free(b);
}

static struct paper *
find(const struct papers *p, const char *name)
{
	for (size_t i = 0; i < p->count; i++) {
		if (strcmp(p->all[i].name, name) == 0)
			return &p->all[i];
	}
	return NULL;
}

const struct buf *
papers_find(const struct papers *p, const char *name)
{
	const struct paper *one = find(p, name);

	return one == NULL ? NULL : &one->text;
}

void
papers_put(struct papers *p, const char *name, const void *text, size_t len)
{
	struct paper *one = find(p, name);

	if (one == NULL) {
		p->all = mem_grow(p->all, p->count + 1, sizeof(*p->all));
		one = &p->all[p->count++];
		*one = (struct paper){ .name = mem_dup_str(name) };
	}
	papers_wipe_buf(&one->text);
	buf_add(&one->text, text, len);
}

static int
read_pair(const struct config_listen *l, struct buf *out)
{
	int rc;

	/* Room for all of it at once: growing would leave copies behind. */
	(void)buf_extend(out, 2 * FILE_MAX + 2);
	buf_clear(out);
	rc = file_read(l->certificate_file, FILE_MAX, out);
	if (rc < 0)
		return rc;
	buf_add_u8(out, '\n');
	rc = file_check_private(l->key_file);
	return rc < 0 ? rc : file_read(l->key_file, FILE_MAX, out);
}

int
papers_read(struct papers *p, const struct config *c)
{
	int worst = ERR_OK;

	for (size_t i = 0; i < c->listen_count; i++) {
		const struct config_listen *l = &c->listens[i];
		struct buf text = { 0 };
		int rc;

		if (l->key_file == NULL || l->certificate_file == NULL)
			continue;
		rc = read_pair(l, &text);
		if (rc == ERR_OK) {
			papers_put(p, l->name, text.data, text.len);
		} else {
			log_warnx("listen \"%s\": %s and %s cannot be used",
			    l->name, l->certificate_file, l->key_file);
			worst = rc;
		}
		papers_wipe_buf(&text);
	}
	return worst;
}

void
papers_wipe(struct papers *p)
{
	for (size_t i = 0; i < p->count; i++) {
		papers_wipe_buf(&p->all[i].text);
		free(p->all[i].name);
	}
	free(p->all);
	*p = (struct papers){ 0 };
}

void
papers_add_message(const struct paper *one, struct buf *out)
{
	(void)buf_extend(out, strlen(one->name) + 1 + one->text.len);
	buf_clear(out);
	buf_add(out, one->name, strlen(one->name) + 1);
	buf_add(out, one->text.data, one->text.len);
}

int
papers_put_message(struct papers *p, const struct buf *message)
{
	const uint8_t *end = memchr(message->data, '\0', message->len);
	size_t head;

	if (end == NULL)
		return ERR_PARSE;
	head = (size_t)(end - message->data) + 1;
	papers_put(p, (const char *)message->data, message->data + head,
	    message->len - head);
	return ERR_OK;
}
