/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/message.h"
#include "collector/alert/payload.h"
#include "collector/alert/wording.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/conf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/alert/outbox.h"

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

/* The first line is a recipient's function, the rest what is said. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct wording *words;
	static char rule[] = "rolled_back", severity[] = "critical",
		    kind[] = "opened", mail[] = "a@example.org",
		    language[] = "nl", settings[] = "{}", tenant[] = "School",
		    zone[] = "UTC";
	const uint8_t *line = len == 0 ? NULL : memchr(data, '\n', len);
	struct outbox_item m = { .rule = rule,
		.severity = severity,
		.kind = kind,
		.target = mail,
		.language = language,
		.settings = settings,
		.tenant = tenant,
		.zone = zone };
	struct buf out = { 0 };

	if (line == NULL || line - data > 200)
		return 0;
	log_divert(mute);
	if (words == NULL)
		words = load();
	m.function = mem_dup_text((const char *)data, (size_t)(line - data));
	m.detail = mem_dup_text(
	    (const char *)line + 1, len - (size_t)(line - data) - 1);
	(void)message_write(words, &m, "p@example.org", NULL, &out);
	check(&out);
	buf_clear(&out);
	(void)payload_write(words, &m, "patchwacht", &out);
	buf_free(&out);
	free(m.function);
	free(m.detail);
	return 0;
}
