/* SPDX-License-Identifier: Apache-2.0 */
#include <net-snmp/net-snmp-config.h>

#include <net-snmp/net-snmp-includes.h>

#include "collector/alert/inform.h"

#include <arpa/inet.h>
#include <event2/event.h>

#include "collector/alert/saying.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/alert/channel_secret.h"
#include "lib/store/alert/outbox.h"

enum {
	TURN_MS = 50,
	TIMEOUT_S = 2,
	RETRIES = 3,
	TEXT_MAX = 1024,
	NAME_MAX_LEN = 255
};

/* mibs/PATCHWACHT-MIB */
#define OUR_MIB 1, 3, 6, 1, 4, 1, 8072, 9999, 9999, 1
enum { NOTIFY_ALERT = 1, NOTIFY_RECOVERY = 2, NOTIFY_TEST = 3 };
enum object {
	OBJECT_ID = 1,
	OBJECT_RULE,
	OBJECT_SEVERITY,
	OBJECT_OPENED,
	OBJECT_TEXT,
	OBJECT_TENANT,
	OBJECT_SITE,
	OBJECT_DEVICE,
	OBJECT_ADDRESS_TYPE,
	OBJECT_ADDRESS,
	OBJECT_PATCH,
};

struct inform {
	void *session;
	struct event *turn;
	transfer_end_fn *on_end;
	void *arg;
	bool ended;
	int outcome;
	const char *reason;
};

/* A protocol for messages: no files, and nothing kept between two lives. */
static void
start_library(void)
{
	static bool started;

	if (started)
		return;
	started = true;
	netsnmp_ds_set_boolean(
	    NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DONT_READ_CONFIGS, 1);
	netsnmp_ds_set_boolean(
	    NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DONT_PERSIST_STATE, 1);
	netsnmp_ds_set_boolean(
	    NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DISABLE_CONFIG_LOAD, 1);
	snmp_disable_log();
	init_snmp("patchwacht");
}

/* Objects. */

static void
add_octets(netsnmp_pdu *pdu, enum object o, const void *data, size_t len)
{
	const oid name[] = { OUR_MIB, 1, o, 0 };

	(void)snmp_pdu_add_variable(
	    pdu, name, OID_LENGTH(name), ASN_OCTET_STR, data, len);
}

static void
add_text(netsnmp_pdu *pdu, enum object o, const char *text, size_t max)
{
	size_t len = text == NULL ? 0 : strlen(text);

	/* No half character at its end. */
	while (len > max ||
	    (len > 0 && len == max &&
		((unsigned char)text[len] & 0xc0) == 0x80))
		len = len > max ? max : len - 1;
	add_octets(pdu, o, text == NULL ? "" : text, len);
}

static void
add_number(netsnmp_pdu *pdu, enum object o, u_char type, long value)
{
	const oid name[] = { OUR_MIB, 1, o, 0 };

	(void)snmp_pdu_add_variable(
	    pdu, name, OID_LENGTH(name), type, &value, sizeof(value));
}

/* RFC 2579, DateAndTime, in UTC. */
static void
add_instant(netsnmp_pdu *pdu, enum object o, int64_t at)
{
	time_t seconds = (time_t)(at / CLOCK_SECOND);
	struct tm tm = { 0 };
	uint8_t b[11];

	(void)gmtime_r(&seconds, &tm);
	b[0] = (uint8_t)((tm.tm_year + 1900) >> 8);
	b[1] = (uint8_t)(tm.tm_year + 1900);
	b[2] = (uint8_t)(tm.tm_mon + 1);
	b[3] = (uint8_t)tm.tm_mday;
	b[4] = (uint8_t)tm.tm_hour;
	b[5] = (uint8_t)tm.tm_min;
	b[6] = (uint8_t)tm.tm_sec;
	b[7] = 0;
	b[8] = '+';
	b[9] = b[10] = 0;
	add_octets(pdu, o, b, sizeof(b));
}

static void
add_address(netsnmp_pdu *pdu, const char *text)
{
	uint8_t b[16];
	int type = 0;
	size_t len = 0;

	if (text != NULL && inet_pton(AF_INET, text, b) == 1) {
		type = 1;
		len = 4;
	} else if (text != NULL && inet_pton(AF_INET6, text, b) == 1) {
		type = 2;
		len = 16;
	}
	add_number(pdu, OBJECT_ADDRESS_TYPE, ASN_INTEGER, type);
	add_octets(pdu, OBJECT_ADDRESS, b, len);
}

static long
severity_of(const char *severity)
{
	if (strcmp(severity, "critical") == 0)
		return 1;
	return strcmp(severity, "warning") == 0 ? 2 : 3;
}

static void
add_alert(netsnmp_pdu *pdu, const struct outbox_item *m,
    const struct json *detail, const char *text)
{
	const struct json *alerts = json_get(detail, "alerts");
	const struct json *only =
	    json_len(alerts) == 1 ? json_at(alerts, 0) : NULL;
	const char *opened = json_get_text(detail, "opened");
	int64_t at = m->at;

	if (opened != NULL)
		(void)clock_parse(opened, &at);
	add_number(pdu, OBJECT_ID, ASN_UNSIGNED, (long)m->incident_id);
	add_text(pdu, OBJECT_RULE, m->rule, 64);
	add_number(pdu, OBJECT_SEVERITY, ASN_INTEGER, severity_of(m->severity));
	add_instant(pdu, OBJECT_OPENED, at);
	add_text(pdu, OBJECT_TEXT, text, TEXT_MAX);
	add_text(pdu, OBJECT_TENANT, m->tenant, NAME_MAX_LEN);
	add_text(pdu, OBJECT_SITE, json_get_text(only, "site"), NAME_MAX_LEN);
	add_text(
	    pdu, OBJECT_DEVICE, json_get_text(only, "device"), NAME_MAX_LEN);
	add_address(pdu, json_get_text(only, "address"));
	add_text(pdu, OBJECT_PATCH, json_get_text(only, "patch"), NAME_MAX_LEN);
}

static oid
notification_of(const char *kind)
{
	if (strcmp(kind, "closed") == 0)
		return NOTIFY_RECOVERY;
	return strcmp(kind, "test") == 0 || strcmp(kind, "digest") == 0
	    ? NOTIFY_TEST
	    : NOTIFY_ALERT;
}

static netsnmp_pdu *
make_pdu(const struct wording *w, const struct outbox_item *m,
    const struct json *detail)
{
	static const oid uptime[] = { 1, 3, 6, 1, 2, 1, 1, 3, 0 };
	static const oid trap_oid[] = { 1, 3, 6, 1, 6, 3, 1, 1, 4, 1, 0 };
	const oid what[] = { OUR_MIB, 0, notification_of(m->kind) };
	long ticks = (long)(clock_monotonic() / 10000 % UINT32_MAX);
	netsnmp_pdu *pdu = snmp_pdu_create(SNMP_MSG_INFORM);
	struct buf title = { 0 };

	if (pdu == NULL)
		fatalx("inform: out of memory");
	saying_subject(w, m, detail, &title);
	(void)snmp_pdu_add_variable(pdu, uptime, OID_LENGTH(uptime),
	    ASN_TIMETICKS, &ticks, sizeof(ticks));
	(void)snmp_pdu_add_variable(pdu, trap_oid, OID_LENGTH(trap_oid),
	    ASN_OBJECT_ID, what, sizeof(what));
	if (what[OID_LENGTH(what) - 1] == NOTIFY_TEST) {
		add_text(pdu, OBJECT_TENANT, m->tenant, NAME_MAX_LEN);
		add_text(pdu, OBJECT_TEXT, buf_str(&title), TEXT_MAX);
	} else {
		add_alert(pdu, m, detail, buf_str(&title));
	}
	buf_free(&title);
	return pdu;
}

/* The session. */

static const struct {
	const char *name;
	const oid *protocol;
	size_t len;
} auths[] = {
	{ "SHA-1", usmHMACSHA1AuthProtocol, USM_AUTH_PROTO_SHA_LEN },
	{ "SHA-224", usmHMAC128SHA224AuthProtocol,
	    OID_LENGTH(usmHMAC128SHA224AuthProtocol) },
	{ "SHA-256", usmHMAC192SHA256AuthProtocol,
	    OID_LENGTH(usmHMAC192SHA256AuthProtocol) },
	{ "SHA-384", usmHMAC256SHA384AuthProtocol,
	    OID_LENGTH(usmHMAC256SHA384AuthProtocol) },
	{ "SHA-512", usmHMAC384SHA512AuthProtocol,
	    OID_LENGTH(usmHMAC384SHA512AuthProtocol) },
};

static int
set_user(netsnmp_session *s, const struct json *settings,
    struct channel_secret *secret)
{
	const char *user = json_get_text(settings, "user");
	const char *auth = json_get_text(settings, "auth");
	size_t i = 0;

	while (i < sizeof(auths) / sizeof(auths[0]) &&
	    (auth == NULL || strcmp(auths[i].name, auth) != 0))
		i++;
	if (user == NULL || i == sizeof(auths) / sizeof(auths[0]))
		return ERR_PARSE;
	s->version = SNMP_VERSION_3;
	s->securityName = (char *)(uintptr_t)user;
	s->securityNameLen = strlen(user);
	s->securityModel = SNMP_SEC_MODEL_USM;
	s->securityLevel = SNMP_SEC_LEVEL_AUTHPRIV;
	s->securityAuthProto = (oid *)(uintptr_t)auths[i].protocol;
	s->securityAuthProtoLen = auths[i].len;
	s->securityAuthKeyLen = USM_AUTH_KU_LEN;
	s->securityPrivProto = (oid *)(uintptr_t)usmAESPrivProtocol;
	s->securityPrivProtoLen = USM_PRIV_PROTO_AES_LEN;
	s->securityPrivKeyLen = USM_PRIV_KU_LEN;
	if (generate_Ku(s->securityAuthProto, (u_int)s->securityAuthProtoLen,
		(u_char *)secret->auth_password, strlen(secret->auth_password),
		s->securityAuthKey,
		&s->securityAuthKeyLen) != SNMPERR_SUCCESS ||
	    generate_Ku(s->securityAuthProto, (u_int)s->securityAuthProtoLen,
		(u_char *)secret->priv_password, strlen(secret->priv_password),
		s->securityPrivKey, &s->securityPrivKeyLen) != SNMPERR_SUCCESS)
		return ERR_RANGE;
	return ERR_OK;
}

static int
open_session(const char *target, const struct json *settings,
    const struct channel_secret *secret, void **out)
{
	struct channel_secret own = *secret;
	netsnmp_session s;
	struct buf peer = { 0 };
	const char *version = json_get_text(settings, "version");
	int rc = ERR_OK;

	snmp_sess_init(&s);
	buf_printf(&peer, "%s:%s", *target == '[' ? "udp6" : "udp", target);
	s.peername = (char *)(uintptr_t)buf_str(&peer);
	s.timeout = TIMEOUT_S * 1000000L;
	s.retries = RETRIES;
	if (version != NULL && strcmp(version, "v3") == 0) {
		rc = set_user(&s, settings, &own);
	} else {
		s.version = SNMP_VERSION_2c;
		s.community = (u_char *)own.community;
		s.community_len = strlen(own.community);
	}
	if (rc == ERR_OK) {
		/* Of SNMPv3 the receiver's engine is asked for when it is
		 * sent: a second or two when nobody is there. */
		*out = snmp_sess_open(&s);
		rc = *out == NULL ? ERR_IO : ERR_OK;
	}
	channel_secret_wipe(&own);
	buf_free(&peer);
	return rc;
}

/* RFC 3413, 3.3: the receiver's answer is its word that it has it. */
static int
on_answer(int operation, netsnmp_session *session, int id, netsnmp_pdu *pdu,
    void *arg)
{
	struct inform *i = arg;

	(void)session;
	(void)id;
	i->ended = true;
	i->outcome = ERR_IO;
	i->reason = "no answer in time";
	if (operation == NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE && pdu != NULL) {
		bool good = pdu->command == SNMP_MSG_RESPONSE &&
		    pdu->errstat == SNMP_ERR_NOERROR;

		i->outcome = good ? ERR_OK : ERR_AGAIN;
		i->reason = good ? "" : "refused";
	}
	return 1;
}

static void
arm(struct inform *i)
{
	struct timeval tv = { .tv_usec = TURN_MS * 1000 };

	if (evtimer_add(i->turn, &tv) == -1)
		fatalx("libevent cannot add a timer");
}

static void
on_turn(int fd, short what, void *arg)
{
	struct timeval none = { 0 }, wait = { 0 };
	struct inform *i = arg;
	transfer_end_fn *on_end = i->on_end;
	int n = 0, block = 1, outcome;
	const char *reason;
	void *whom = i->arg;
	fd_set ready;

	(void)fd;
	(void)what;
	FD_ZERO(&ready);
	(void)snmp_sess_select_info(i->session, &n, &ready, &wait, &block);
	if (select(n, &ready, NULL, NULL, &none) > 0)
		(void)snmp_sess_read(i->session, &ready);
	else
		snmp_sess_timeout(i->session);
	if (!i->ended) {
		arm(i);
		return;
	}
	outcome = i->outcome;
	reason = i->reason;
	inform_free(i);
	on_end(whom, outcome, reason);
}

void
inform_free(struct inform *i)
{
	if (i == NULL)
		return;
	i->ended = true;
	(void)snmp_sess_close(i->session);
	event_free(i->turn);
	free(i);
}

int
inform_send(struct event_base *base, const struct wording *w,
    const struct outbox_item *m, const struct json *detail,
    const struct json *settings, const struct channel_secret *secret,
    transfer_end_fn *on_end, void *arg, struct inform **out)
{
	struct inform *i;
	netsnmp_pdu *pdu;
	void *session = NULL;
	int rc;

	start_library();
	rc = open_session(m->target, settings, secret, &session);
	if (rc < 0)
		return rc;
	i = mem_new(1, sizeof(*i));
	i->session = session;
	i->on_end = on_end;
	i->arg = arg;
	i->turn = evtimer_new(base, on_turn, i);
	if (i->turn == NULL)
		fatalx("libevent cannot make a timer");
	pdu = make_pdu(w, m, detail);
	if (snmp_sess_async_send(session, pdu, on_answer, i) == 0) {
		snmp_free_pdu(pdu);
		inform_free(i);
		return ERR_IO;
	}
	arm(i);
	*out = i;
	return ERR_OK;
}
