/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/smtp.h"

#include <curl/curl.h>

#include "lib/base/err.h"
#include "lib/base/log.h"

#define SET(option, value)                                                   \
	((void)(rc = rc == CURLE_OK ? curl_easy_setopt(h, (option), (value)) \
				    : rc))

static CURLcode
set_server(CURL *h, const struct smtp_server *server)
{
	CURLcode rc = CURLE_OK;

	SET(CURLOPT_URL, server->url);
	SET(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
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

int
smtp_send(struct transfers *t, const struct smtp_server *server,
    const struct smtp_mail *mail, transfer_end_fn *on_end, void *arg)
{
	struct transfer *x = transfer_new(t, on_end, arg);
	CURL *h = transfer_handle(x);
	struct curl_slist *to = curl_slist_append(NULL, mail->to);
	CURLcode rc = set_server(h, server);

	transfer_keep(x, to);
	SET(CURLOPT_MAIL_FROM, mail->from);
	SET(CURLOPT_MAIL_RCPT, to);
	if (rc != CURLE_OK)
		fatalx("smtp: %s", curl_easy_strerror(rc));
	transfer_set_upload(x, mail->data, mail->len);
	return transfer_start(x);
}
