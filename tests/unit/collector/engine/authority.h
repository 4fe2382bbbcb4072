/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_COLLECTOR_ENGINE_AUTHORITY_H
#define TESTS_UNIT_COLLECTOR_ENGINE_AUTHORITY_H

#include <stdbool.h>

#include "lib/base/buf.h"
#include "lib/wire/usm.h"

/*
 * An authoritative engine of SNMPv3 with one user, strictly by RFC 3414, 3.2,
 * that answers every question with one binding. Its clock is the test's.
 */
struct authority {
	uint8_t id[SNMP3_ENGINE_MAX];
	uint8_t id_len;
	int32_t boots, time;
	struct usm_user user;
	unsigned asked, probed; /* messages it got; those without an engine */
};

/* Appends its answer, a Report when something is wrong. */
void authority_answer(
    struct authority *a, const struct buf *question, struct buf *out);

/*
 * Appends a Report to the question: signed when keys are there, else a forgery
 * that anybody could send, of whatever engine ID a holds.
 */
void authority_report(const struct authority *a, const struct buf *question,
    enum usm_report report, const struct usm_keys *keys, struct buf *out);

#endif
