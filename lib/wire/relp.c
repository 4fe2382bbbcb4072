/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/relp.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"

enum { DIGITS_MAX = 9, COMMAND_MAX = 32 };

struct input {
	const uint8_t *data;
	size_t len, at;
};

/* What ends a word stands at in->at then, unread. */
static int
take_number(struct input *in, uint32_t *out)
{
	size_t start = in->at;

	*out = 0;
	for (; in->at < in->len; in->at++) {
		uint8_t c = in->data[in->at];

		if (c < '0' || c > '9')
			return in->at == start ? ERR_PARSE : ERR_OK;
		if (in->at - start == DIGITS_MAX)
			return ERR_PARSE;
		*out = *out * 10 + (uint32_t)(c - '0');
	}
	return ERR_AGAIN;
}

static int
take_byte(struct input *in, uint8_t c)
{
	if (in->at == in->len)
		return ERR_AGAIN;
	return in->data[in->at++] == c ? ERR_OK : ERR_PARSE;
}

static int
take_command(struct input *in, enum relp_command *out)
{
	static const char *const names[] = {
		[RELP_OPEN] = "open",
		[RELP_CLOSE] = "close",
		[RELP_SYSLOG] = "syslog",
	};
	const char *word = (const char *)in->data + in->at;
	size_t len = 0;

	while (in->at < in->len && in->data[in->at] >= 'a' &&
	    in->data[in->at] <= 'z' && len < COMMAND_MAX) {
		in->at++;
		len++;
	}
	if (in->at == in->len && len < COMMAND_MAX)
		return ERR_AGAIN;
	if (len == 0)
		return ERR_PARSE;
	*out = RELP_OTHER;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (len == strlen(names[i]) && memcmp(word, names[i], len) == 0)
			*out = (enum relp_command)i;
	}
	return ERR_OK;
}

static int
take_header(struct input *in, struct relp_frame *f, uint32_t *len)
{
	int rc;

	rc = take_number(in, &f->txnr);
	if (rc == ERR_OK)
		rc = take_byte(in, ' ');
	if (rc == ERR_OK)
		rc = take_command(in, &f->command);
	if (rc == ERR_OK)
		rc = take_byte(in, ' ');
	if (rc == ERR_OK)
		rc = take_number(in, len);
	return rc;
}

int
relp_take(const uint8_t *data, size_t len, size_t max, struct relp_frame *out)
{
	struct input in = { data, len, 0 };
	struct relp_frame f = { 0 };
	uint32_t whole = 0;
	int rc;

	rc = take_header(&in, &f, &whole);
	if (rc == ERR_OK && whole > 0)
		rc = take_byte(&in, ' ');
	if (rc < 0)
		return rc;
	/* Some senders put a blank before the end of an empty frame. */
	if (whole == 0 && in.at < len && data[in.at] == ' ')
		in.at++;
	f.data = data + in.at;
	f.len = whole < max ? whole : max;
	f.rest = whole - f.len;
	if (len - in.at < f.len)
		return ERR_AGAIN;
	in.at += f.len;
	if (f.rest == 0) {
		rc = take_byte(&in, '\n');
		if (rc < 0)
			return rc;
	}
	f.used = in.at;
	*out = f;
	return ERR_OK;
}

void
relp_add_answer(struct buf *out, uint32_t txnr, const char *data)
{
	if (data == NULL)
		buf_printf(out, "%u rsp 0\n", txnr);
	else
		buf_printf(out, "%u rsp %zu %s\n", txnr, strlen(data), data);
}

void
relp_add_welcome(struct buf *out, uint32_t txnr, const char *software)
{
	struct buf offers = { 0 };

	buf_printf(&offers,
	    "200 OK\nrelp_version=0\nrelp_software=%s\ncommands=syslog",
	    software);
	relp_add_answer(out, txnr, buf_str(&offers));
	buf_free(&offers);
}

void
relp_add_goodbye(struct buf *out)
{
	buf_add_str(out, "0 serverclose 0\n");
}
