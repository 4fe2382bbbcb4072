/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_FLEET_PDU_H
#define TESTS_FLEET_PDU_H

#include <stddef.h>
#include <stdint.h>

struct agent;
struct buf;
struct snmp_message;

/*
 * Appends the Response-PDU that an agent gives to a GET, GETNEXT or GETBULK,
 * its list of at most max octets. ERR_NOTFOUND: another kind of question.
 */
int pdu_answer(const struct agent *a, int64_t now,
    const struct snmp_message *question, size_t max, struct buf *out);

/* Appends a Response-PDU with this error, and the question's own list. */
void pdu_refuse(const struct snmp_message *question, int32_t error,
    int32_t index, struct buf *out);

/* Writes an element again, from one offset of b to its end, in the unusual
 * forms that the agent's faults ask for. */
void pdu_bend(const struct agent *a, struct buf *b, size_t from);

/* Spoils the message that stands in b from an offset to its end. */
void pdu_spoil(const struct agent *a, struct buf *b, size_t from);

#endif
