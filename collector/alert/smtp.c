/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/smtp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>
#include <event2/event.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

enum { CONNECT_WITHIN_S = 20, SEND_WITHIN_S = 120, TURN_MS = 20 };

struct smtp {
	CURLM *multi;
	CURL *easy; /* NULL: idle */
	struct curl_slist *to;
	struct event *turn;
	const char *data;
	size_t left;
	smtp_end_fn *on_end;
	void *arg;
	char reason[CURL_ERROR_SIZE];
};

static size_t
on_read(char *room, size_t size, size_t count, void *arg)
{
	struct smtp *s = arg;
	size_t n = size * count < s->left ? size * count : s->left;

	memcpy(room, s->data, n);
	s->data += n;
	s->left -= n;
	return n;
}

static void
end_transfer(struct smtp *s)
{
	if (s->easy == NULL)
		return;
	(void)curl_multi_remove_handle(s->multi, s->easy);
	curl_easy_cleanup(s->easy);
	curl_slist_free_all(s->to);
	s->easy = NULL;
	s->to = NULL;
	(void)evtimer_del(s->turn);
}

static int
err_of(CURLcode code)
{
	switch (code) {
	case CURLE_OK:
		return ERR_OK;
	case CURLE_SEND_ERROR:
	case CURLE_RECV_ERROR:
	case CURLE_REMOTE_ACCESS_DENIED: /* a recipient */
	case CURLE_WEIRD_SERVER_REPLY:
		return ERR_AGAIN;
	default:
		return ERR_IO;
	}
}

static void
finish(struct smtp *s, CURLcode code)
{
	char reason[CURL_ERROR_SIZE];

	snprintf(reason, sizeof(reason), "%s",
	    s->reason[0] != '\0' ? s->reason : curl_easy_strerror(code));
	end_transfer(s);
	/* Last: it may send the next one. */
	s->on_end(s->arg, err_of(code), reason);
}

static void
arm(struct smtp *s)
{
	struct timeval tv = { .tv_usec = TURN_MS * 1000 };

	if (evtimer_add(s->turn, &tv) == -1)
		fatalx("smtp: libevent cannot add a timer");
}

/* Mails are few: a look every 20 ms is simpler than watching curl's sockets. */
static void
on_turn(int fd, short what, void *arg)
{
	struct smtp *s = arg;
	int running, left;
	CURLMsg *m;

	(void)fd;
	(void)what;
	(void)curl_multi_perform(s->multi, &running);
	m = curl_multi_info_read(s->multi, &left);
	if (m != NULL && m->msg == CURLMSG_DONE)
		finish(s, m->data.result);
	else
		arm(s);
}

struct smtp *
smtp_new(struct event_base *base)
{
	struct smtp *s = mem_new(1, sizeof(*s));

	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		fatalx("smtp: libcurl does not start");
	s->multi = curl_multi_init();
	s->turn = evtimer_new(base, on_turn, s);
	if (s->multi == NULL || s->turn == NULL)
		fatalx("smtp: out of memory");
	return s;
}

void
smtp_free(struct smtp *s)
{
	if (s == NULL)
		return;
	end_transfer(s);
	event_free(s->turn);
	(void)curl_multi_cleanup(s->multi);
	curl_global_cleanup();
	free(s);
}

bool
smtp_is_busy(const struct smtp *s)
{
	return s->easy != NULL;
}

#define SET(option, value)                                     \
	((void)(rc = rc == CURLE_OK                            \
		? curl_easy_setopt(s->easy, (option), (value)) \
		: rc))

static CURLcode
set_server(struct smtp *s, const struct smtp_server *server)
{
	CURLcode rc = CURLE_OK;

	SET(CURLOPT_URL, server->url);
	SET(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	SET(CURLOPT_PROXY, ""); /* not the environment's */
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_CONNECTTIMEOUT, (long)CONNECT_WITHIN_S);
	SET(CURLOPT_TIMEOUT, (long)SEND_WITHIN_S);
	SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	SET(CURLOPT_USE_SSL,
	    (long)(server->starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
	if (server->ca_file != NULL)
		SET(CURLOPT_CAINFO, server->ca_file);
	if (server->user != NULL) {
		SET(CURLOPT_USERNAME, server->user);
		SET(CURLOPT_PASSWORD, server->password);
	}
	return rc;
}

static CURLcode
set_mail(struct smtp *s, const struct smtp_mail *mail)
{
	CURLcode rc = CURLE_OK;

	s->data = mail->data;
	s->left = mail->len;
	s->to = curl_slist_append(NULL, mail->to);
	s->reason[0] = '\0';
	SET(CURLOPT_ERRORBUFFER, s->reason);
	SET(CURLOPT_MAIL_FROM, mail->from);
	SET(CURLOPT_MAIL_RCPT, s->to);
	SET(CURLOPT_READFUNCTION, on_read);
	SET(CURLOPT_READDATA, s);
	SET(CURLOPT_INFILESIZE_LARGE, (curl_off_t)mail->len);
	SET(CURLOPT_UPLOAD, 1L);
	return rc;
}

int
smtp_send(struct smtp *s, const struct smtp_server *server,
    const struct smtp_mail *mail, smtp_end_fn *on_end, void *arg)
{
	CURLcode rc;

	if (s->easy != NULL)
		return ERR_AGAIN;
	s->easy = curl_easy_init();
	if (s->easy == NULL)
		fatalx("smtp: out of memory");
	s->on_end = on_end;
	s->arg = arg;
	rc = set_server(s, server);
	if (rc == CURLE_OK)
		rc = set_mail(s, mail);
	if (rc != CURLE_OK || curl_multi_add_handle(s->multi, s->easy) != 0) {
		log_warnx("smtp: %s", curl_easy_strerror(rc));
		end_transfer(s);
		return ERR_IO;
	}
	arm(s);
	return ERR_OK;
}
