/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/mime.h"

#include <stdbool.h>
#include <string.h>

#include "lib/base/base64.h"
#include "lib/base/buf.h"
#include "lib/base/utf8.h"

enum { LINE_MAX_LEN = 76, WORD_MAX_LEN = 60, WORD_BYTES = 39 };

static bool
is_plain(const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text < 0x20 || *text > 0x7e)
			return false;
	}
	return true;
}

/* RFC 2047: words of at most 75 characters, none of which splits one. */
static void
add_words(struct buf *out, const char *text)
{
	size_t len = strlen(text), n;

	for (; len > 0; text += n, len -= n) {
		n = utf8_cut(text, len, WORD_BYTES);
		if (n == 0)
			n = len < WORD_BYTES ? len : WORD_BYTES;
		buf_add_str(out, "=?UTF-8?B?");
		base64_add(out, text, n);
		buf_add_str(out, "?=");
		if (n < len)
			buf_add_str(out, "\r\n ");
	}
}

/* Whether folding at blanks keeps every line short. */
static bool
can_fold(const char *text)
{
	for (size_t len; *text != '\0'; text += len) {
		len = strcspn(text + 1, " ") + 1;
		if (len > WORD_MAX_LEN)
			return false;
	}
	return true;
}

static void
add_folded(struct buf *out, size_t column, const char *text)
{
	while (*text != '\0') {
		size_t len = strcspn(text + 1, " ") + 1;

		if (*text == ' ' && column + len > LINE_MAX_LEN) {
			buf_add_str(out, "\r\n");
			column = 0;
		}
		buf_add(out, text, len);
		column += len;
		text += len;
	}
}

static void
add_value(struct buf *out, size_t column, const char *value)
{
	if (is_plain(value) && can_fold(value) && strstr(value, "=?") == NULL)
		add_folded(out, column, value);
	else
		add_words(out, value);
}

void
mime_header(struct buf *out, const char *name, const char *value)
{
	struct buf safe = { 0 };

	(void)utf8_safe(value, strlen(value), &safe);
	buf_printf(out, "%s: ", name);
	add_value(out, strlen(name) + 2, buf_str(&safe));
	buf_add_str(out, "\r\n");
	buf_free(&safe);
}

void
mime_address(
    struct buf *out, const char *name, const char *display, const char *mail)
{
	struct buf safe = { 0 };

	(void)utf8_safe(display, strlen(display), &safe);
	buf_printf(out, "%s: ", name);
	if (safe.len <= WORD_MAX_LEN && is_plain(buf_str(&safe)) &&
	    strpbrk(buf_str(&safe), "\"\\") == NULL)
		buf_printf(out, "\"%s\"", buf_str(&safe));
	else
		add_words(out, buf_str(&safe));
	buf_printf(out, "\r\n <%s>\r\n", mail);
	buf_free(&safe);
}

int
mime_is_address(const char *mail)
{
	const char *at = strchr(mail, '@');

	return at != NULL && at != mail && at[1] != '\0' &&
	    strchr(at + 1, '@') == NULL && strlen(mail) <= 254 &&
	    is_plain(mail) && strpbrk(mail, " <>()[],;:\\\"") == NULL;
}

static void
add_soft_break(struct buf *out, size_t *column, size_t more)
{
	if (*column + more < LINE_MAX_LEN)
		return;
	buf_add_str(out, "=\r\n");
	*column = 0;
}

void
mime_body(struct buf *out, const char *text)
{
	size_t column = 0;

	for (; *text != '\0'; text++) {
		uint8_t c = (uint8_t)*text;
		bool blank_at_end =
		    c == ' ' && (text[1] == '\n' || text[1] == '\0');

		if (c == '\n') {
			buf_add_str(out, "\r\n");
			column = 0;
		} else if (c >= 0x20 && c < 0x7f && c != '=' && !blank_at_end) {
			add_soft_break(out, &column, 1);
			buf_add_u8(out, c);
			column++;
		} else {
			add_soft_break(out, &column, 3);
			buf_printf(out, "=%02X", c);
			column += 3;
		}
	}
	if (column > 0)
		buf_add_str(out, "\r\n");
}

void
mime_base64(struct buf *out, const void *data, size_t len)
{
	enum { LINE_BYTES = 57 }; /* become 76 characters */
	const uint8_t *p = data;

	buf_reserve(out, (len / LINE_BYTES + 1) * (LINE_MAX_LEN + 2));
	for (size_t n; len > 0; p += n, len -= n) {
		n = len < LINE_BYTES ? len : LINE_BYTES;
		base64_add(out, p, n);
		buf_add_str(out, "\r\n");
	}
}
