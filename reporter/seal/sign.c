/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/seal/sign.h"

#include <openssl/cms.h>
#include <openssl/pkcs7.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "reporter/seal/key.h"
#include "reporter/seal/stamp.h"

/* A baseline signature names its certificate inside of what is signed. */
static const unsigned flags =
    CMS_DETACHED | CMS_BINARY | CMS_PARTIAL | CMS_CADES | CMS_NOSMIMECAP;

static int
add_attributes(CMS_SignerInfo *s, const uint8_t digest[DIGEST_LEN])
{
	if (CMS_signed_add1_attr_by_NID(s, NID_pkcs9_contentType, V_ASN1_OBJECT,
		OBJ_nid2obj(NID_pkcs7_data), -1) != 1 ||
	    CMS_signed_add1_attr_by_NID(s, NID_pkcs9_messageDigest,
		V_ASN1_OCTET_STRING, digest, DIGEST_LEN) != 1)
		return seal_failed("attributes");
	return ERR_OK;
}

/* RFC 5652, 5.4: what is signed is the set of attributes, in order, as DER. */
static int
encode_attributes(const CMS_SignerInfo *s, unsigned char **der)
{
	STACK_OF(X509_ATTRIBUTE) *all = sk_X509_ATTRIBUTE_new_null();
	int len;

	for (int i = 0; i < CMS_signed_get_attr_count(s); i++)
		sk_X509_ATTRIBUTE_push(all, CMS_signed_get_attr(s, i));
	len = ASN1_item_i2d(
	    (ASN1_VALUE *)all, der, ASN1_ITEM_rptr(PKCS7_ATTR_SIGN));
	sk_X509_ATTRIBUTE_free(all);
	return len;
}

static int
set_algorithm(CMS_SignerInfo *s, EVP_PKEY *key)
{
	X509_ALGOR *a;
	int nid = EVP_PKEY_base_id(key);

	CMS_SignerInfo_get0_algs(s, NULL, NULL, NULL, &a);
	if (nid == EVP_PKEY_RSA)
		X509_ALGOR_set0(a, OBJ_nid2obj(NID_sha256WithRSAEncryption),
		    V_ASN1_NULL, NULL);
	else if (nid == EVP_PKEY_EC)
		X509_ALGOR_set0(
		    a, OBJ_nid2obj(NID_ecdsa_with_SHA256), V_ASN1_UNDEF, NULL);
	else
		return seal_failed("keys are of RSA or of an elliptic curve");
	return ERR_OK;
}

/*
 * CMS_final and CMS_SignerInfo_sign add the attribute signing-time, which a
 * baseline signature must not have: its time is the dictionary's /M.
 */
static int
sign_attributes(CMS_SignerInfo *s, EVP_PKEY *key)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	unsigned char *der = NULL, *signature = NULL;
	int len = encode_attributes(s, &der), rc = ERR_OK;
	size_t n = 0;

	if (len <= 0 || ctx == NULL ||
	    EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, key) != 1 ||
	    EVP_DigestSign(ctx, NULL, &n, der, (size_t)len) != 1)
		goto failed;
	signature = mem_new(n, 1);
	if (EVP_DigestSign(ctx, signature, &n, der, (size_t)len) != 1 ||
	    ASN1_STRING_set(
		CMS_SignerInfo_get0_signature(s), signature, (int)n) != 1)
		goto failed;
	goto out;
failed:
	rc = seal_failed("the key does not sign");
out:
	EVP_MD_CTX_free(ctx);
	OPENSSL_free(der);
	free(signature);
	return rc;
}

static int
add_stamp(CMS_SignerInfo *s, const struct seal_stamp *stamp)
{
	const ASN1_OCTET_STRING *of = CMS_SignerInfo_get0_signature(s);
	struct buf token = { 0 };
	int rc = seal_stamp_get(stamp, ASN1_STRING_get0_data(of),
	    (size_t)ASN1_STRING_length(of), &token);

	if (rc == ERR_OK &&
	    CMS_unsigned_add1_attr_by_NID(s, NID_id_smime_aa_timeStampToken,
		V_ASN1_SEQUENCE, token.data, (int)token.len) != 1)
		rc = seal_failed("the time stamp");
	buf_free(&token);
	return rc;
}

static int
encode(CMS_ContentInfo *cms, struct buf *out)
{
	unsigned char *der = NULL;
	int len = i2d_CMS_ContentInfo(cms, &der);

	if (len <= 0)
		return seal_failed("the signature");
	buf_add(out, der, (size_t)len);
	OPENSSL_free(der);
	return ERR_OK;
}

int
seal_sign(const struct seal_key *key, const uint8_t digest[DIGEST_LEN],
    const struct seal_stamp *stamp, struct buf *out)
{
	CMS_ContentInfo *cms = CMS_sign(NULL, NULL, key->chain, NULL, flags);
	CMS_SignerInfo *s = cms == NULL ? NULL
					: CMS_add1_signer(cms, key->certificate,
					      key->key, EVP_sha256(), flags);
	int rc = s == NULL ? seal_failed("the certificate") : ERR_OK;

	if (rc == ERR_OK)
		rc = set_algorithm(s, key->key);
	if (rc == ERR_OK)
		rc = add_attributes(s, digest);
	if (rc == ERR_OK)
		rc = sign_attributes(s, key->key);
	if (rc == ERR_OK && stamp != NULL)
		rc = add_stamp(s, stamp);
	if (rc == ERR_OK)
		rc = encode(cms, out);
	CMS_ContentInfo_free(cms);
	return rc;
}
