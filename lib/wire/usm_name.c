/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>

#include "lib/base/err.h"
#include "lib/wire/usm.h"
#include "lib/wire/varbind.h"

static const char *const auth_names[USM_AUTHS] = {
	[USM_AUTH_NONE] = "none",
	[USM_AUTH_MD5] = "MD5",
	[USM_AUTH_SHA1] = "SHA-1",
	[USM_AUTH_SHA224] = "SHA-224",
	[USM_AUTH_SHA256] = "SHA-256",
	[USM_AUTH_SHA384] = "SHA-384",
	[USM_AUTH_SHA512] = "SHA-512",
};

static const char *const priv_names[USM_PRIVS] = {
	[USM_PRIV_NONE] = "none",
	[USM_PRIV_DES] = "DES",
	[USM_PRIV_AES128] = "AES-128",
	[USM_PRIV_AES192] = "AES-192",
	[USM_PRIV_AES256] = "AES-256",
	[USM_PRIV_AES192_C] = "AES-192-C",
	[USM_PRIV_AES256_C] = "AES-256-C",
};

/*
 * The numbers of their counters: usmStats (1.3.6.1.6.3.15.1.1), snmpMPDStats
 * (11.2.1) and snmpTargetObjects (12.1), each with .0 behind it.
 */
static const struct {
	const char *name;
	uint8_t oid[10], len;
} reports[USM_REPORTS] = {
	[USM_REPORT_NONE] = { "none", { 0 }, 0 },
	[USM_REPORT_LEVEL] = { "unsupportedSecLevels",
	    { 0x2b, 6, 1, 6, 3, 15, 1, 1, 1, 0 }, 10 },
	[USM_REPORT_WINDOW] = { "notInTimeWindows",
	    { 0x2b, 6, 1, 6, 3, 15, 1, 1, 2, 0 }, 10 },
	[USM_REPORT_USER] = { "unknownUserNames",
	    { 0x2b, 6, 1, 6, 3, 15, 1, 1, 3, 0 }, 10 },
	[USM_REPORT_ENGINE] = { "unknownEngineIDs",
	    { 0x2b, 6, 1, 6, 3, 15, 1, 1, 4, 0 }, 10 },
	[USM_REPORT_DIGEST] = { "wrongDigests",
	    { 0x2b, 6, 1, 6, 3, 15, 1, 1, 5, 0 }, 10 },
	[USM_REPORT_DECRYPT] = { "decryptionErrors",
	    { 0x2b, 6, 1, 6, 3, 15, 1, 1, 6, 0 }, 10 },
	[USM_REPORT_MODEL] = { "unknownSecurityModels",
	    { 0x2b, 6, 1, 6, 3, 11, 2, 1, 1, 0 }, 10 },
	[USM_REPORT_INVALID] = { "invalidMsgs",
	    { 0x2b, 6, 1, 6, 3, 11, 2, 1, 2, 0 }, 10 },
	[USM_REPORT_HANDLER] = { "unknownPDUHandlers",
	    { 0x2b, 6, 1, 6, 3, 11, 2, 1, 3, 0 }, 10 },
	[USM_REPORT_CONTEXT_AWAY] = { "unavailableContexts",
	    { 0x2b, 6, 1, 6, 3, 12, 1, 4, 0 }, 9 },
	[USM_REPORT_CONTEXT] = { "unknownContexts",
	    { 0x2b, 6, 1, 6, 3, 12, 1, 5, 0 }, 9 },
	[USM_REPORT_OTHER] = { "another report", { 0 }, 0 },
};

const char *
usm_auth_name(enum usm_auth auth)
{
	return auth_names[auth];
}

const char *
usm_priv_name(enum usm_priv priv)
{
	return priv_names[priv];
}

/* Equal but for case and hyphens? */
static bool
is_name(const char *text, const char *name)
{
	for (;; text++, name++) {
		while (*text == '-')
			text++;
		while (*name == '-')
			name++;
		if (tolower((unsigned char)*text) !=
		    tolower((unsigned char)*name))
			return false;
		if (*text == '\0')
			return true;
	}
}

/* Its place among n names, -1: it is none. */
static int
find_name(const char *text, const char *const *names, int n)
{
	for (int i = 0; i < n; i++) {
		if (is_name(text, names[i]))
			return i;
	}
	return -1;
}

int
usm_auth_parse(const char *text, enum usm_auth *out)
{
	int i = is_name(text, "SHA") ? USM_AUTH_SHA1
				     : find_name(text, auth_names, USM_AUTHS);

	if (i < 0)
		return ERR_PARSE;
	*out = (enum usm_auth)i;
	return ERR_OK;
}

int
usm_priv_parse(const char *text, enum usm_priv *out)
{
	int i = is_name(text, "AES") ? USM_PRIV_AES128
				     : find_name(text, priv_names, USM_PRIVS);

	if (i < 0)
		return ERR_PARSE;
	*out = (enum usm_priv)i;
	return ERR_OK;
}

const char *
usm_report_name(enum usm_report r)
{
	return reports[r].name;
}

enum usm_report
usm_report_of(struct ber varbinds)
{
	struct varbind vb;
	struct oid known;

	if (varbind_take(&varbinds, &vb) < 0)
		return USM_REPORT_OTHER;
	for (int i = 0; i < USM_REPORTS; i++) {
		known = (struct oid){ reports[i].oid, reports[i].len };
		if (known.len > 0 && oid_eq(vb.oid, known))
			return (enum usm_report)i;
	}
	return USM_REPORT_OTHER;
}

void
usm_report_add(enum usm_report r, uint32_t count, struct buf *list)
{
	const struct varbind vb = { { reports[r].oid, reports[r].len },
		value_of_uint(VALUE_COUNTER32, count) };

	varbind_add(list, &vb);
}
