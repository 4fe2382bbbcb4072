/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/bundle/signature.h"

#include <limits.h>

#include <openssl/cms.h>
#include <openssl/err.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

static X509_STORE *
open_store(const char *ca_file)
{
	X509_STORE *store = X509_STORE_new();

	if (store == NULL)
		fatalx("signature: out of memory");
	/* Any purpose: whoever seals need not write mail. */
	X509_STORE_set_purpose(store, X509_PURPOSE_ANY);
	if (ca_file != NULL &&
	    X509_STORE_load_locations(store, ca_file, NULL) != 1) {
		log_warnx("%s: no certificates in it", ca_file);
		X509_STORE_free(store);
		store = NULL;
	}
	return store;
}

int
signature_check_ca(const char *ca_file)
{
	X509_STORE *store = ca_file != NULL ? open_store(ca_file) : NULL;
	int rc = ca_file == NULL || store != NULL ? ERR_OK : ERR_NOTFOUND;

	ERR_clear_error();
	X509_STORE_free(store);
	return rc;
}

static char *
name_of(CMS_ContentInfo *cms)
{
	STACK_OF(X509) *signers = CMS_get0_signers(cms);
	char text[256] = "";

	if (sk_X509_num(signers) > 0)
		(void)X509_NAME_get_text_by_NID(
		    X509_get_subject_name(sk_X509_value(signers, 0)),
		    NID_commonName, text, sizeof(text));
	sk_X509_free(signers);
	return mem_dup_str(text);
}

int
signature_check(const void *data, size_t len, const void *der, size_t der_len,
    const char *ca_file, char **signer)
{
	unsigned flags = CMS_BINARY | CMS_DETACHED |
	    (ca_file == NULL ? CMS_NO_SIGNER_CERT_VERIFY : 0);
	const unsigned char *p = der;
	CMS_ContentInfo *cms;
	X509_STORE *store;
	int rc = ERR_DENIED;
	BIO *in;

	if (len > INT_MAX || der_len > INT_MAX)
		return ERR_DENIED;
	store = open_store(ca_file);
	if (store == NULL)
		return ERR_NOTFOUND;
	cms = d2i_CMS_ContentInfo(NULL, &p, (long)der_len);
	in = BIO_new_mem_buf(data, (int)len);
	if (cms != NULL && in != NULL &&
	    CMS_verify(cms, NULL, store, in, NULL, flags) == 1) {
		*signer = name_of(cms);
		rc = ERR_OK;
	}
	ERR_clear_error();
	BIO_free(in);
	CMS_ContentInfo_free(cms);
	X509_STORE_free(store);
	return rc;
}
