/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/web.h"

#include <stdio.h>
#include <string.h>

#include <curl/curl.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/hmac.h"
#include "lib/base/log.h"

enum { HMAC_KEY_MAX = 64, SHA256_LEN = 32 };

#define SET(option, value)                                                   \
	((void)(rc = rc == CURLE_OK ? curl_easy_setopt(h, (option), (value)) \
				    : rc))

static struct curl_slist *
add_header(struct curl_slist *list, const char *name, const char *value)
{
	struct buf line = { 0 };
	struct curl_slist *longer;

	buf_printf(&line, "%s: %s", name, value);
	longer = curl_slist_append(list, buf_str(&line));
	buf_free(&line);
	if (longer == NULL)
		fatalx("web: out of memory");
	return longer;
}

static int
sign(const struct web_post *p, struct buf *out)
{
	uint8_t digest[HMAC_LEN_MAX];
	struct buf head = { 0 };
	struct hmac_part parts[2];
	size_t key_len = strlen(p->secret);
	int rc;

	buf_printf(&head, "%lld.", (long long)(p->now / CLOCK_SECOND));
	parts[0] = (struct hmac_part){ head.data, head.len };
	parts[1] = (struct hmac_part){ p->data, p->len };
	rc = key_len > HMAC_KEY_MAX
	    ? ERR_RANGE
	    : hmac_of(HMAC_SHA256, (const uint8_t *)p->secret, key_len, parts,
		  2, digest);
	if (rc == ERR_OK)
		buf_printf(
		    out, "t=%lld,v1=", (long long)(p->now / CLOCK_SECOND));
	for (size_t i = 0; rc == ERR_OK && i < SHA256_LEN; i++)
		buf_printf(out, "%02x", digest[i]);
	buf_free(&head);
	return rc;
}

int
web_send(struct transfers *t, const struct web_post *p, transfer_end_fn *on_end,
    void *arg)
{
	struct curl_slist *headers = NULL;
	struct buf signature = { 0 };
	CURLcode rc = CURLE_OK;
	struct transfer *x;
	CURL *h;

	if (p->secret != NULL && sign(p, &signature) < 0) {
		log_warnx("web: %s: cannot be signed", p->key);
		return ERR_PARSE;
	}
	x = transfer_new(t, on_end, arg);
	h = transfer_handle(x);
	headers = add_header(headers, "Content-Type", "application/json");
	headers = add_header(headers, "Idempotency-Key", p->key);
	headers = curl_slist_append(headers, "Expect:");
	if (p->authorization != NULL)
		headers =
		    add_header(headers, "Authorization", p->authorization);
	if (signature.len > 0)
		headers = add_header(
		    headers, "X-Patchwacht-Signature", buf_str(&signature));
	buf_free(&signature);
	transfer_keep(x, headers);
	SET(CURLOPT_URL, p->url);
	SET(CURLOPT_PROTOCOLS_STR, "http,https");
	SET(CURLOPT_HTTPHEADER, headers);
	SET(CURLOPT_USERAGENT, "patchwacht");
	SET(CURLOPT_FAILONERROR, 1L);
	SET(CURLOPT_FOLLOWLOCATION, 0L);
	SET(CURLOPT_POST, 1L);
	SET(CURLOPT_POSTFIELDS, p->data);
	SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)p->len);
	if (p->ca_file != NULL)
		SET(CURLOPT_CAINFO, p->ca_file);
	if (rc != CURLE_OK)
		fatalx("web: %s", curl_easy_strerror(rc));
	return transfer_start(x);
}
