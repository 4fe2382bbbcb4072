/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/counts.h"

#include <inttypes.h>
#include <stdio.h>

#include "collector/engine/engine.h"
#include "collector/poll/delay.h"

void
counts_print_polls(const struct counts_polls *p, const struct engine_counts *c,
    const struct delay *delay, char out[OBSERVATION_TEXT_MAX])
{
	snprintf(out, OBSERVATION_TEXT_MAX,
	    "polls %" PRIu64 " silent %" PRIu64 " sent %" PRIu64
	    " retried %" PRIu64 " answered %" PRIu64 " unanswered %" PRIu64
	    " late %" PRIu64 " foreign %" PRIu64 " malformed %" PRIu64
	    " dropped %" PRIu64 " delay_p99_us %" PRId64
	    " delay_max_us %" PRId64 " delay_ever_us %" PRId64,
	    p->polls, p->silent, c->sent, c->retried, c->answered, c->timed_out,
	    c->late, c->foreign, c->malformed, p->dropped,
	    delay_permille(delay, 990), delay->max, p->delay_max);
}

void
counts_print_security(uint64_t keys, const struct engine_counts *c,
    char out[OBSERVATION_TEXT_MAX])
{
	snprintf(out, OBSERVATION_TEXT_MAX,
	    "v3 keys %" PRIu64 " slow_keys %" PRIu64 " probes %" PRIu64
	    " reports %" PRIu64 " bad_mac %" PRIu64 " untimely %" PRIu64
	    " icmp %" PRIu64,
	    keys, c->slow_keys, c->probes, c->reports, c->bad_mac, c->untimely,
	    c->icmp);
}
