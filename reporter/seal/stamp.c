/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/seal/stamp.h"

#include <string.h>

#include <curl/curl.h>
#include <openssl/rand.h>
#include <openssl/ts.h>

#include "lib/base/buf.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "reporter/seal/key.h"

/* A token with its chain takes some 5,000 bytes. */
enum { ANSWER_MAX = 20000, CONNECT_WITHIN_S = 10, ANSWER_WITHIN_S = 30 };

static TS_REQ *
new_request(const uint8_t digest[DIGEST_LEN])
{
	TS_REQ *request = TS_REQ_new();
	TS_MSG_IMPRINT *imprint = TS_MSG_IMPRINT_new();
	X509_ALGOR *sha256 = X509_ALGOR_new();
	ASN1_INTEGER *nonce = ASN1_INTEGER_new();
	uint64_t n = 0;

	if (request == NULL || imprint == NULL || sha256 == NULL ||
	    nonce == NULL || RAND_bytes((unsigned char *)&n, sizeof(n)) != 1)
		fatalx("seal: out of memory or chance");
	X509_ALGOR_set0(sha256, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, NULL);
	ASN1_INTEGER_set_uint64(nonce, n);
	TS_MSG_IMPRINT_set_algo(imprint, sha256);
	TS_MSG_IMPRINT_set_msg(imprint, (unsigned char *)digest, DIGEST_LEN);
	TS_REQ_set_version(request, 1);
	TS_REQ_set_msg_imprint(request, imprint);
	TS_REQ_set_nonce(request, nonce);
	TS_REQ_set_cert_req(request, 1);
	TS_MSG_IMPRINT_free(imprint);
	X509_ALGOR_free(sha256);
	ASN1_INTEGER_free(nonce);
	return request;
}

static size_t
on_answer(char *data, size_t size, size_t n, void *of)
{
	struct buf *answer = of;

	if (answer->len + size * n > ANSWER_MAX)
		return 0; /* an error to curl */
	buf_add(answer, data, size * n);
	return size * n;
}

static void
set_options(CURL *c, const char *url, const struct buf *question,
    struct curl_slist *headers, struct buf *answer)
{
	curl_easy_setopt(c, CURLOPT_URL, url);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(c, CURLOPT_FAILONERROR, 1L);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_PROXY, "");
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(c, CURLOPT_POSTFIELDS, (const char *)question->data);
	curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE, (long)question->len);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_answer);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, answer);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_WITHIN_S);
	curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)ANSWER_WITHIN_S);
}

static int
ask(const char *url, const struct buf *question, struct buf *answer)
{
	struct curl_slist *headers = curl_slist_append(
	    NULL, "Content-Type: application/timestamp-query");
	CURL *c = curl_easy_init();
	CURLcode code;

	if (c == NULL || headers == NULL)
		fatalx("seal: out of memory");
	set_options(c, url, question, headers, answer);
	code = curl_easy_perform(c);
	if (code != CURLE_OK)
		log_warnx("seal: time stamp of %s: %s", url,
		    curl_easy_strerror(code));
	curl_easy_cleanup(c);
	curl_slist_free_all(headers);
	return code == CURLE_OK ? ERR_OK : ERR_AGAIN;
}

static X509_STORE *
trusted(const char *ca_file)
{
	X509_STORE *store = X509_STORE_new();

	if (store != NULL &&
	    X509_STORE_load_locations(store, ca_file, NULL) != 1) {
		X509_STORE_free(store);
		store = NULL;
	}
	return store;
}

/* What was asked for; of whom only where we know whom to trust. */
static int
check(const struct seal_stamp *s, TS_REQ *request, TS_RESP *response)
{
	TS_VERIFY_CTX *ctx = TS_REQ_to_TS_VERIFY_CTX(request, NULL);
	X509_STORE *store = NULL;
	int rc = ERR_OK;

	if (ctx == NULL)
		return seal_failed("the time stamp");
	if (s->ca_file != NULL) {
		store = trusted(s->ca_file);
		if (store == NULL) {
			rc = seal_failed(s->ca_file);
			goto out;
		}
		TS_VERIFY_CTX_set_store(ctx, store);
		TS_VERIFY_CTX_add_flags(ctx, TS_VFY_SIGNER | TS_VFY_SIGNATURE);
	}
	if (TS_RESP_verify_response(ctx, response) != 1)
		rc = seal_failed("the time stamp is not what was asked for");
out:
	TS_VERIFY_CTX_free(ctx);
	return rc;
}

static int
take_token(const struct seal_stamp *s, TS_REQ *request,
    const struct buf *answer, struct buf *out)
{
	const unsigned char *p = answer->data;
	TS_RESP *response = d2i_TS_RESP(NULL, &p, (long)answer->len);
	unsigned char *der = NULL;
	int len, rc;

	if (response == NULL)
		return seal_failed("the time stamp cannot be read");
	rc = check(s, request, response);
	if (rc == ERR_OK) {
		len = i2d_PKCS7(TS_RESP_get_token(response), &der);
		if (len > 0)
			buf_add(out, der, (size_t)len);
		else
			rc = seal_failed("the time stamp");
		OPENSSL_free(der);
	}
	TS_RESP_free(response);
	return rc;
}

int
seal_stamp_get(const struct seal_stamp *s, const uint8_t *data, size_t len,
    struct buf *out)
{
	struct buf question = { 0 }, answer = { 0 };
	uint8_t digest[DIGEST_LEN];
	unsigned char *der = NULL;
	TS_REQ *request;
	int rc;

	digest_of(data, len, digest);
	request = new_request(digest);
	rc = i2d_TS_REQ(request, &der);
	if (rc <= 0)
		fatalx("seal: a request cannot be written");
	buf_add(&question, der, (size_t)rc);
	OPENSSL_free(der);
	rc = ask(s->url, &question, &answer);
	if (rc == ERR_OK)
		rc = take_token(s, request, &answer, out);
	TS_REQ_free(request);
	buf_free(&question);
	buf_free(&answer);
	return rc;
}
