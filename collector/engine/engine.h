/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ENGINE_ENGINE_H
#define COLLECTOR_ENGINE_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "collector/engine/ring.h"
#include "lib/model/address.h"
#include "lib/wire/ber.h"
#include "lib/wire/snmp.h"
#include "lib/wire/usm.h"

struct security;

/*
 * Many questions at once over one socket. Each has an id in which its place
 * stands (slot.h), so that an answer is found without a search, and one that
 * is late, repeated or forged is told apart.
 *
 * An answer counts when it comes from the address and port that was asked,
 * with the same version, and the same community or a signature (security.h),
 * and to any attempt of a question that is still open. The engine has no
 * socket: it is given what came in, and a function that sends.
 */
struct engine;

/* Whom to ask; kept by the caller for as long as a question is open. */
struct engine_peer {
	struct address address;
	enum snmp_version version;
	const char *community;
	size_t community_len;
	struct security *security; /* SNMP_V3 (security.h); else NULL */
	bool any_source;           /* believe an answer from another address */
	bool short_ids;            /* returns 15 or 16 bits of an id; learnt */
	int64_t srtt, rttvar; /* RFC 6298, microseconds; kept by the engine */
};

struct engine_question {
	uint8_t pdu;
	int32_t non_repeaters, max_repetitions; /* GETBULK; else 0 */
	struct ber varbinds;
	int retries;
};

enum engine_icmp {
	ENGINE_ICMP_NONE,
	ENGINE_PORT_CLOSED, /* a host is there, but nobody listens */
	ENGINE_UNREACHABLE, /* no way to the host, or a filter between */
};

/*
 * How a question ended: with an answer (of any error-status; borrowed), or
 * without, and then what was seen instead. None of that is proof: only what is
 * signed was said by the device.
 */
struct engine_end {
	const struct snmp_message *answer; /* NULL: none came */
	int64_t rtt;
	enum usm_report report; /* the last one */
	bool is_signed;         /* that one */
	bool spared;            /* not asked: it was refused so minutes ago */
	/*
	 * It told its engine ID or its clock, and then no more: agents are
	 * silent when they cannot decrypt what they are asked, or when they
	 * have no such context.
	 */
	bool told;
	bool bad_mac, untimely; /* an answer that was not believed came */
	enum engine_icmp icmp;
	struct address other; /* an answer came from here; family 0: none */
};

/* The callback may ask again. */
typedef void engine_done(void *arg, const struct engine_end *end);

/* Counted since the start. */
struct engine_counts {
	uint64_t sent;      /* first attempts */
	uint64_t retried;   /* later ones */
	uint64_t answered;  /* answers that counted */
	uint64_t timed_out; /* questions */
	uint64_t late;      /* answers to no open question, repeated ones too */
	uint64_t foreign;   /* from elsewhere, or with another community */
	uint64_t malformed;
	uint64_t probes;    /* of an engine ID; not in sent */
	uint64_t reports;   /* that were looked at */
	uint64_t bad_mac;   /* answers signed by another key */
	uint64_t untimely;  /* signed, but outside of the window */
	uint64_t icmp;      /* closed ports, unreachable hosts */
	uint64_t slow_keys; /* that took a megabyte of digest (usm_is_slow) */
};

struct engine_limits {
	int window;      /* questions in flight */
	int rate;        /* datagrams a second; 0: no limit */
	int64_t timeout; /* for the first attempt while nothing is known */
};

enum { ENGINE_SLOTS = 1 << 16, ENGINE_ATTEMPTS_MAX = 8 };

/* send may lose what it is given. seed starts generations and jitter. */
struct engine *engine_new(const struct engine_limits *limits, uint64_t seed,
    void (*send)(
	void *arg, const struct address *to, const void *data, size_t len),
    void *arg);
void engine_free(struct engine *e); /* open questions end without a callback */
void engine_limit(struct engine *e, const struct engine_limits *limits);

/*
 * Asks, now or when the window has room. *ticket is for engine_cancel, and may
 * be NULL. ERR_AGAIN: every slot is in use.
 */
int engine_ask(struct engine *e, struct engine_peer *peer,
    const struct engine_question *q, engine_done *done, void *arg,
    uint32_t *ticket);

/* Who was told ERR_AGAIN, and asks when there is room. */
struct engine_waiter {
	struct ring link; /* reset while it does not wait */
	void (*ready)(void *arg);
	void *arg;
};

/* Calls ready once, at a tick; ring_take on its link ends the wait before. */
void engine_wait(struct engine *e, struct engine_waiter *w);

/* Its callback is not called any more. One that has ended is passed over. */
void engine_cancel(struct engine *e, uint32_t ticket);

/* A datagram came in; at: when, of clock_monotonic. */
void engine_receive(struct engine *e, const struct address *from,
    const void *data, size_t len, int64_t at);

/* The network says that what was sent to this address did not get there. */
void engine_icmp(
    struct engine *e, const struct address *to, enum engine_icmp what);

/* Time went by; to be called every ENGINE_TICK while engine_busy. */
enum { ENGINE_TICK = 16000 }; /* microseconds */
void engine_tick(struct engine *e);
bool engine_busy(const struct engine *e);

/* Does a question wait for room in the window, or for the rate? */
bool engine_waits(const struct engine *e);

/* Half of the window is in use: who waits now holds up others. */
bool engine_is_pressed(const struct engine *e);

const struct engine_counts *engine_counts(const struct engine *e);

#endif
