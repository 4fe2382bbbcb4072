/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/seal/holder.h"

#include <stdio.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

static char *
entry(const X509_NAME *subject, int nid)
{
	int at = X509_NAME_get_index_by_NID(subject, nid, -1), len;
	unsigned char *text = NULL;
	char *copy = NULL;

	if (at < 0)
		return NULL;
	len = ASN1_STRING_to_UTF8(
	    &text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
	if (len > 0)
		copy = mem_dup_text((const char *)text, (size_t)len);
	OPENSSL_free(text);
	return copy;
}

int
seal_holder(const char *certificate, char **name)
{
	FILE *f = fopen(certificate, "re");
	X509 *x = f != NULL ? PEM_read_X509(f, NULL, NULL, NULL) : NULL;

	if (f == NULL)
		log_warn("seal %s", certificate);
	else if (x == NULL)
		log_warnx("seal %s: no certificate in it", certificate);
	if (f != NULL)
		fclose(f);
	ERR_clear_error();
	if (x == NULL)
		return f == NULL ? ERR_NOTFOUND : ERR_PARSE;
	*name = entry(X509_get_subject_name(x), NID_commonName);
	if (*name == NULL)
		*name = entry(X509_get_subject_name(x), NID_organizationName);
	if (*name == NULL)
		log_warnx("seal %s: names nobody", certificate);
	X509_free(x);
	return *name != NULL ? ERR_OK : ERR_PARSE;
}
