/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/keys/keys.h"

#include <string.h>

#include <net-snmp/net-snmp-config.h>

#include <net-snmp/net-snmp-includes.h>

#include "lib/base/err.h"

static uint64_t made;

/* net-snmp knows a digest by the name of its protocol: ten parts each. */
enum { NAME_PARTS = 10 };

static const oid *const protocols[USM_AUTHS] = {
	[USM_AUTH_MD5] = usmHMACMD5AuthProtocol,
	[USM_AUTH_SHA1] = usmHMACSHA1AuthProtocol,
	[USM_AUTH_SHA224] = usmHMAC128SHA224AuthProtocol,
	[USM_AUTH_SHA256] = usmHMAC192SHA256AuthProtocol,
	[USM_AUTH_SHA384] = usmHMAC256SHA384AuthProtocol,
	[USM_AUTH_SHA512] = usmHMAC384SHA512AuthProtocol,
};

static int
make(enum usm_auth auth, const char *password, uint8_t ku[USM_KEY_MAX])
{
	size_t len = USM_KEY_MAX;

	if (password == NULL || strlen(password) < KEYS_PASSWORD_MIN)
		return ERR_RANGE;
	made++;
	if (generate_Ku(protocols[auth], NAME_PARTS, (const u_char *)password,
		strlen(password), ku, &len) != SNMPERR_SUCCESS ||
	    len != usm_key_len(auth))
		return ERR_NOTFOUND;
	return ERR_OK;
}

int
keys_make(
    struct usm_user *out, const char *auth_password, const char *priv_password)
{
	int rc = ERR_OK;

	memset(out->auth_ku, 0, sizeof(out->auth_ku));
	memset(out->priv_ku, 0, sizeof(out->priv_ku));
	if (out->auth == USM_AUTH_NONE)
		return out->priv == USM_PRIV_NONE ? ERR_OK : ERR_RANGE;
	rc = make(out->auth, auth_password, out->auth_ku);
	if (rc == ERR_OK && out->priv != USM_PRIV_NONE)
		rc = make(out->auth, priv_password, out->priv_ku);
	return rc;
}

uint64_t
keys_made(void)
{
	return made;
}
