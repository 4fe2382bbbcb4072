/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/reading.h"

#include <string.h>

#include "collector/engine/security.h"
#include "collector/poll/device.h"
#include "collector/poll/probe.h"
#include "lib/base/err.h"
#include "lib/journal/journal.h"
#include "lib/profile/profile.h"
#include "lib/wire/varbind.h"

static uint8_t
protocol_of(const struct engine_peer *p)
{
	if (p->version == SNMP_V3)
		return 3;
	return p->version == SNMP_V1 ? 1 : 2;
}

static enum reading_level
level_of(const struct engine_peer *p)
{
	uint8_t level = 0;

	if (p->version == SNMP_V3)
		level = usm_level(security_user(p->security));
	if ((level & SNMP3_PRIV) != 0)
		return READING_PRIV;
	return (level & SNMP3_AUTH) != 0 ? READING_AUTH : READING_NONE;
}

static void
fill(struct observation *obs, const struct device *d, enum reading_plan plan,
    const struct probe_result *r, uint64_t poll_id)
{
	*obs = (struct observation){ .kind = OBSERVATION_READING,
		.tenant_id = d->tenant_id,
		.realm_id = d->realm_id,
		.at = r->ended };
	obs->reading = (struct reading){ .poll_id = poll_id,
		.device_id = d->device_id,
		.started = r->started,
		.ended = r->ended,
		.outcome = r->outcome,
		.plan = plan,
		.rtt_us = (uint32_t)r->gathered.rtt,
		.address = d->peer.address,
		.protocol = protocol_of(&d->peer),
		.level = level_of(&d->peer) };
	if (d->known && d->profile != NULL) {
		obs->reading.profile = d->profile->title;
		obs->reading.profile_len = strlen(d->profile->title);
	}
}

/* The octets of as many whole bindings as one observation may hold. */
static size_t
part_len(struct ber list)
{
	const uint8_t *start = list.data, *end = start;
	struct varbind vb;

	while (varbind_take(&list, &vb) == ERR_OK &&
	    (size_t)(list.data - start) <= OBSERVATION_BODY_MAX)
		end = list.data;
	return (size_t)(end - start);
}

int
reading_append(struct journal *j, const struct device *d,
    enum reading_plan plan, const struct probe_result *r, uint64_t poll_id)
{
	const struct buf *all = &r->gathered.varbinds;
	struct observation obs;
	size_t at = 0, len;
	int rc;

	fill(&obs, d, plan, r, poll_id);
	do {
		len = all->len - at;
		if (len > OBSERVATION_BODY_MAX)
			len = part_len((struct ber){ all->data + at, len });
		obs.reading.varbinds = all->data + at;
		obs.reading.varbinds_len = len;
		rc = journal_append(j, &obs);
		at += len;
	} while (rc == ERR_OK && at < all->len);
	return rc;
}
