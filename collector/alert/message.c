/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/message.h"

#include <string.h>
#include <time.h>

#include "collector/alert/mime.h"
#include "collector/alert/saying.h"
#include "collector/alert/wording.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/store/alert/outbox.h"

static void
add_id(struct buf *out, const char *name, const struct outbox_item *m,
    int64_t saying, const char *from)
{
	if (m->channel_id == 0) /* a report, to an address of its own */
		buf_printf(out, "%s: <report-%d-%lld@%s>\r\n", name,
		    m->tenant_id, (long long)saying, strchr(from, '@') + 1);
	else
		buf_printf(out, "%s: <saying-%d-%lld-%d@%s>\r\n", name,
		    m->tenant_id, (long long)saying, m->channel_id,
		    strchr(from, '@') + 1);
}

/* RFC 5322, 3.3; in English whatever the locale is. */
static void
add_date(struct buf *out, int64_t at)
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	time_t seconds = (time_t)(at / CLOCK_SECOND);
	struct tm tm = { 0 };

	(void)gmtime_r(&seconds, &tm);
	buf_printf(out, "Date: %.3s, %d %.3s %d %02d:%02d:%02d +0000\r\n",
	    days + 3 * tm.tm_wday, tm.tm_mday, months + 3 * tm.tm_mon,
	    tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* Of the same saying the same each time: its date is that on which it was said.
 */
static void
add_headers(struct buf *out, const struct wording *w,
    const struct outbox_item *m, const struct json *detail, const char *from)
{
	bool closing = strcmp(m->kind, "closed") == 0;
	struct buf subject = { 0 };

	saying_subject(w, m, detail, &subject);
	mime_address(out, "From", "Patchwacht", from);
	mime_address(out, "To", m->function, m->target);
	mime_header(out, "Subject", buf_str(&subject));
	add_date(out, m->at);
	add_id(out, "Message-ID", m, m->saying_id, from);
	if (m->answers != 0)
		add_id(out, "In-Reply-To", m, m->answers, from);
	if (!closing && strcmp(m->severity, "critical") == 0)
		buf_add_str(out, "Importance: high\r\n");
	/* RFC 3834: no holiday notice shall answer. */
	buf_add_str(out, "Auto-Submitted: auto-generated\r\n");
	mime_header(out, "Content-Language", wording_language(w));
	buf_add_str(out, "MIME-Version: 1.0\r\n");
	buf_free(&subject);
}

/* RFC 2046, 5.1.4: the richest comes last. Quoted-printable never makes a line
 * that begins with "--=_". */
static void
add_part(
    struct buf *out, const char *boundary, const char *type, struct buf *text)
{
	buf_printf(out,
	    "--%s\r\nContent-Type: %s; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
	    boundary, type);
	mime_body(out, buf_str(text));
}

static void
add_body(struct buf *out, const struct wording *w, const struct outbox_item *m,
    const struct json *detail)
{
	struct buf boundary = { 0 }, text = { 0 };

	buf_printf(&boundary, "=_saying-%d-%lld-%d", m->tenant_id,
	    (long long)m->saying_id, m->channel_id);
	buf_printf(out,
	    "Content-Type: multipart/alternative;\r\n boundary=\"%s\"\r\n"
	    "\r\n",
	    buf_str(&boundary));
	saying_body(w, m, detail, false, &text);
	add_part(out, buf_str(&boundary), "text/plain", &text);
	buf_clear(&text);
	saying_body(w, m, detail, true, &text);
	add_part(out, buf_str(&boundary), "text/html", &text);
	buf_printf(out, "--%s--\r\n", buf_str(&boundary));
	buf_free(&boundary);
	buf_free(&text);
}

/* RFC 2046, 5.1.3: what is to be read, and then the file. */
static void
add_mixed(struct buf *out, const struct wording *w, const struct outbox_item *m,
    const struct json *detail, const struct message_attachment *with)
{
	struct buf boundary = { 0 };

	buf_printf(&boundary, "=_mixed-%d-%lld", m->tenant_id,
	    (long long)m->saying_id);
	buf_printf(out,
	    "Content-Type: multipart/mixed;\r\n boundary=\"%s\"\r\n\r\n"
	    "--%s\r\n",
	    buf_str(&boundary), buf_str(&boundary));
	add_body(out, w, m, detail);
	buf_printf(out,
	    "--%s\r\nContent-Type: %s;\r\n name=\"%s\"\r\n"
	    "Content-Disposition: attachment;\r\n filename=\"%s\"\r\n"
	    "Content-Transfer-Encoding: base64\r\n\r\n",
	    buf_str(&boundary), with->type, with->name, with->name);
	mime_base64(out, with->data, with->len);
	buf_printf(out, "--%s--\r\n", buf_str(&boundary));
	buf_free(&boundary);
}

/* Nothing that ends the line or the quotes that it stands in. */
static int
check_attachment(const struct message_attachment *with)
{
	for (const char *c = with->name; *c != '\0'; c++) {
		if (*c > ' ' && *c < 0x7f && *c != '"' && *c != '\\')
			continue;
		log_warnx(
		    "report %s: no name for a file in a mail", with->name);
		return ERR_PARSE;
	}
	return ERR_OK;
}

int
message_write(const struct wording *w, const struct outbox_item *m,
    const char *from, const struct message_attachment *with, struct buf *out)
{
	struct json *detail;
	int rc;

	if (!mime_is_address(m->target) || !mime_is_address(from)) {
		log_warnx("channel %s: not a mail address", m->target);
		return ERR_PARSE;
	}
	if (with != NULL && check_attachment(with) < 0)
		return ERR_PARSE;
	rc = json_parse("saying.detail", m->detail, strlen(m->detail), &detail);
	if (rc < 0)
		return rc;
	add_headers(out, w, m, detail, from);
	if (with != NULL)
		add_mixed(out, w, m, detail, with);
	else
		add_body(out, w, m, detail);
	json_free(detail);
	return ERR_OK;
}
