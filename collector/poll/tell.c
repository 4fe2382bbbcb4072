/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/tell.h"

#include "collector/engine/security.h"
#include "collector/poll/device.h"
#include "collector/poll/probe.h"
#include "collector/poll/schedule.h"
#include "lib/base/digest.h"
#include "lib/base/log.h"

void
tell_outcome(struct device *d, const struct probe_result *r)
{
	const enum reading_outcome outcome = r->outcome;
	bool well = outcome == READING_ANSWERED || outcome == READING_PARTIAL;

	if (well && d->told)
		log_info("device %s: answers again", d->name);
	else if (outcome == READING_REFUSED && !d->told &&
	    r->gathered.report != USM_REPORT_NONE)
		log_warnx("device %s: refuses (%s), is our credential right?",
		    d->name, usm_report_name(r->gathered.report));
	else if (outcome == READING_REFUSED && !d->told)
		log_warnx(
		    "device %s: refuses, is our credential right?", d->name);
	else if (outcome == READING_SILENT && d->silent == SCHEDULE_SILENT)
		log_warnx("device %s: %u polls unanswered, asked less often",
		    d->name, d->silent);
	if (well)
		d->told = false;
	else if (outcome == READING_REFUSED || d->silent >= SCHEDULE_SILENT)
		d->told = true;
}

void
tell_engine(struct device *d)
{
	char hex[2 * SNMP3_ENGINE_MAX + 1];
	struct security_engine was;

	if (d->peer.security != NULL &&
	    security_take_change(d->peer.security, &was))
		log_warnx("device %s: another SNMP engine answers, it was %s",
		    d->name, digest_hex(was.id, was.len, hex));
}
