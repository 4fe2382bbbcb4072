/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_WIRE_USM_H
#define LIB_WIRE_USM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/wire/snmp3.h"

struct buf;

/*
 * The User-based Security Model (RFC 3414, 3826, 7860) for both sides: whoever
 * asks, and whoever is asked (the authoritative engine: an agent, or the
 * receiver of an inform). Nothing here keeps a clock or a table.
 */

enum usm_auth {
	USM_AUTH_NONE,
	USM_AUTH_MD5,
	USM_AUTH_SHA1,
	USM_AUTH_SHA224,
	USM_AUTH_SHA256,
	USM_AUTH_SHA384,
	USM_AUTH_SHA512,
	USM_AUTHS,
};

/*
 * Keys of AES that are longer than the digest are stretched in one of two
 * ways: Blumenthal's, or Reeder's ("-C", after Cisco, who use it).
 */
enum usm_priv {
	USM_PRIV_NONE,
	USM_PRIV_DES,
	USM_PRIV_AES128,
	USM_PRIV_AES192,
	USM_PRIV_AES256,
	USM_PRIV_AES192_C,
	USM_PRIV_AES256_C,
	USM_PRIVS,
};

/* "none", "SHA-256", "AES-256-C". */
const char *usm_auth_name(enum usm_auth auth);
const char *usm_priv_name(enum usm_priv priv);

/* In any case, with or without hyphens; "SHA" and "AES" too. ERR_PARSE. */
int usm_auth_parse(const char *text, enum usm_auth *out);
int usm_priv_parse(const char *text, enum usm_priv *out);

size_t usm_key_len(enum usm_auth auth); /* of its digest; none: 0 */

enum { USM_KEY_MAX = 64, USM_PRIV_KEY_MAX = 32 };

/*
 * A user at all engines: Ku of each password (RFC 3414, A.2), usm_key_len
 * octets, and zeros behind it. Wipe it.
 */
struct usm_user {
	char name[SNMP3_NAME_MAX + 1];
	char context[SNMP3_NAME_MAX + 1]; /* contextName */
	enum usm_auth auth;
	enum usm_priv priv;
	uint8_t auth_ku[USM_KEY_MAX], priv_ku[USM_KEY_MAX];
};

bool usm_user_equal(const struct usm_user *a, const struct usm_user *b);
uint8_t usm_level(const struct usm_user *u); /* SNMP3_AUTH | SNMP3_PRIV */

/* The same user at one engine. DES: 8 octets of key, 8 of pre-IV. */
struct usm_keys {
	uint8_t auth[USM_KEY_MAX];
	uint8_t priv[USM_PRIV_KEY_MAX];
};

/*
 * Ku of a password of at least one octet: 1 MiB goes through the digest, which
 * takes milliseconds. ERR_RANGE without a digest or a password.
 */
int usm_password(
    enum usm_auth auth, const void *password, size_t len, uint8_t *ku);

/* Does usm_localise take as long, once more for each engine? (Reeder) */
bool usm_is_slow(enum usm_auth auth, enum usm_priv priv);

/* ERR_NOTFOUND: no such digest here (lib/base/hmac.h). */
int usm_localise(
    const struct usm_user *u, struct ber engine_id, struct usm_keys *out);

/*
 * Appends a whole message: signed and encrypted as head->flags say, with auth
 * and priv of the user. Taken from head: id, max_size, flags, engine_id,
 * boots, time, user. salt: never the same twice with one key and the same
 * boots and time; of DES, its lower half counts. scoped: a scopedPDU.
 */
int usm_build(const struct snmp3_message *head, const struct usm_user *u,
    const struct usm_keys *keys, uint64_t salt, struct ber scoped,
    struct buf *out);

/* Is it signed by this key? ERR_DENIED when it is not. */
int usm_check(const struct snmp3_message *m, enum usm_auth auth,
    const struct usm_keys *keys);

/*
 * The scopedPDU, decrypted into plain (emptied first) when flags say that it
 * is hidden; out borrows from plain or from the message. ERR_DENIED: it does
 * not decrypt (usmStatsDecryptionErrors); ERR_PARSE, ERR_RANGE: not readable.
 */
int usm_read(const struct snmp3_message *m, enum usm_priv priv,
    const struct usm_keys *keys, struct buf *plain, struct snmp3_scoped *out);

/*
 * Time (RFC 3414, 2.3 and 3.2.7)
 */

enum { USM_WINDOW = 150, USM_BOOTS_MAX = INT32_MAX };

/* 3.2.7 a: may the authoritative engine take a signed message so marked? */
bool usm_is_timely(
    int32_t own_boots, int32_t own_time, int32_t boots, int32_t time);

/* What others know of an authoritative engine's clock. Starts zeroed. */
struct usm_clock {
	int32_t boots, time; /* when it was at */
	int32_t latest;      /* latestReceivedEngineTime */
	int64_t at;          /* clock_monotonic */
	bool known;          /* boots and time are of some message, */
	bool trusted;        /* of a signed one */
};

/* Its time now. */
int32_t usm_clock_time(const struct usm_clock *c, int64_t now);

/* From a message that is not signed: for want of better, no more. */
void usm_clock_seed(
    struct usm_clock *c, int32_t boots, int32_t time, int64_t now);

/*
 * 3.2.7 b: learns from a message that is signed; false when it is outside of
 * the window, and not to be believed.
 */
bool usm_clock_accept(
    struct usm_clock *c, int32_t boots, int32_t time, int64_t now);

/* Takes over what a signed notInTimeWindows says, back in time too. */
void usm_clock_set(
    struct usm_clock *c, int32_t boots, int32_t time, int64_t now);

/*
 * Reports (RFC 3414, 5; RFC 3412, 5; RFC 3413, 4.1)
 */

enum usm_report {
	USM_REPORT_NONE,
	USM_REPORT_LEVEL,        /* unsupportedSecLevels */
	USM_REPORT_WINDOW,       /* notInTimeWindows */
	USM_REPORT_USER,         /* unknownUserNames */
	USM_REPORT_ENGINE,       /* unknownEngineIDs */
	USM_REPORT_DIGEST,       /* wrongDigests */
	USM_REPORT_DECRYPT,      /* decryptionErrors */
	USM_REPORT_MODEL,        /* unknownSecurityModels */
	USM_REPORT_INVALID,      /* invalidMsgs */
	USM_REPORT_HANDLER,      /* unknownPDUHandlers */
	USM_REPORT_CONTEXT_AWAY, /* unavailableContexts */
	USM_REPORT_CONTEXT,      /* unknownContexts */
	USM_REPORT_OTHER,
	USM_REPORTS,
};

const char *usm_report_name(enum usm_report r); /* "wrongDigests" */

/* Which one a Report-PDU's list holds. */
enum usm_report usm_report_of(struct ber varbinds);

/* Adds its counter as a list of one binding; not of NONE and OTHER. */
void usm_report_add(enum usm_report r, uint32_t count, struct buf *list);

#endif
