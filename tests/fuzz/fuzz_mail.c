/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/message.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/conf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "lib/store/outbox.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
mute(const char *line)
{
	(void)line;
}

static struct wording *
load(void)
{
	const char *top = getenv("srcdir");
	struct wording *w = NULL;
	struct buf path = { 0 };

	buf_printf(&path, "%s/templates/mail.nl", top != NULL ? top : ".");
	if (wording_load(buf_str(&path), &w) < 0)
		abort();
	buf_free(&path);
	return w;
}

/* Every byte is ASCII, every line short (a recipient's address may be 254
 * bytes) and ended by CRLF. */
static void
check(const struct buf *out)
{
	size_t column = 0;

	for (size_t i = 0; i < out->len; i++) {
		uint8_t c = out->data[i];

		if (c >= 0x7f || (c < 0x20 && c != '\r' && c != '\n'))
			abort();
		if (c == '\n' && (i == 0 || out->data[i - 1] != '\r'))
			abort();
		column = c == '\n' ? 0 : column + 1;
		if (column > 320)
			abort();
	}
}

/* The first line is a recipient's function, the rest the alert's detail. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct wording *words;
	static char rule[] = "rolled_back", severity[] = "critical",
		    mail[] = "a@example.org", language[] = "nl";
	struct message_from from = { .mail = "p@example.org" };
	const uint8_t *line = len == 0 ? NULL : memchr(data, '\n', len);
	struct outbox_mail m = { .rule = rule,
		.severity = severity,
		.mail = mail,
		.language = language,
		.closed = DB_NO_TIME };
	struct buf out = { 0 };

	if (line == NULL || line - data > 200)
		return 0;
	log_divert(mute);
	if (words == NULL)
		words = load();
	m.function = mem_dup_text((const char *)data, (size_t)(line - data));
	m.detail = mem_dup_text(
	    (const char *)line + 1, len - (size_t)(line - data) - 1);
	(void)message_write(words, &m, &from, &out);
	check(&out);
	buf_free(&out);
	free(m.function);
	free(m.detail);
	return 0;
}
