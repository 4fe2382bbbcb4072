/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/clock.h"
#include "lib/model/deployment.h"

static const struct {
	const char *name, *severity;
} rules[ALERT_RULES] = {
	[ALERT_PAST_DEADLINE] = { "past_deadline", "critical" },
	[ALERT_NOT_CONFIRMED] = { "not_confirmed", "warning" },
	[ALERT_ROLLED_BACK] = { "rolled_back", "critical" },
	[ALERT_NOT_RETURNED] = { "not_returned", "critical" },
	[ALERT_CONFLICT] = { "conflict", "warning" },
	[ALERT_FAILED] = { "failed", "warning" },
	[ALERT_REGRESSED] = { "regressed", "critical" },
	[ALERT_EXCEPTION_ENDS] = { "exception_ends", "warning" },
	[ALERT_UNEXPECTED_REBOOTS] = { "unexpected_reboots", "warning" },
	[ALERT_JOURNAL_DAMAGED] = { "journal_damaged", "critical" },
	[ALERT_SET_ASIDE] = { "set_aside", "warning" },
	[ALERT_CERTIFICATE] = { "certificate_expires", "warning" },
	[ALERT_DEADLINE_NEARS] = { "deadline_nears", "notice" },
	[ALERT_SILENT] = { "silent", "warning" },
	[ALERT_UNKNOWN_DEVICE] = { "unknown_device", "notice" },
	[ALERT_ENGINE_CHANGED] = { "engine_changed", "warning" },
	[ALERT_RECORDS_LOST] = { "records_lost", "warning" },
	[ALERT_LOST] = { "lost", "critical" },
	[ALERT_RING_PAUSED] = { "ring_paused", "warning" },
};

const char *
alert_rule_name(enum alert_rule r)
{
	return rules[r].name;
}

const char *
alert_severity(enum alert_rule r)
{
	return rules[r].severity;
}

/* Late by the calendar, but the second reading of the proof is on its way. */
static bool
is_being_proven(const struct deployment *d, const struct deployment_facts *f)
{
	int64_t patience = 2 * f->policy->confirm_gap;

	if (d->state == STATE_SEEN)
		return f->now < d->entered + patience;
	if (d->state != STATE_PLANNED || d->last_old != CLOCK_NONE)
		return false;
	if (d->seen != CLOCK_NONE)
		return f->now < d->seen + patience;
	return f->now < d->entered + patience;
}

static bool
is_long_reported(const struct deployment *d, const struct deployment_facts *f)
{
	int64_t patience = f->priority == PRIORITY_CRITICAL
	    ? f->policy->reported_critical
	    : f->policy->reported;

	if (d->state == STATE_UNDETERMINABLE)
		return true;
	if (d->state != STATE_REPORTED && d->state != STATE_SEEN)
		return false;
	/* By the polls that were made: else it is our silence, not its own. */
	return f->last_try != CLOCK_NONE &&
	    f->last_try >= d->entered + patience;
}

/*
 * Silent since its window, or since somebody said it was done. Measured by the
 * polls that we made: in a gap of our own nothing is concluded.
 */
static int64_t
patience_with(const struct deployment_facts *f)
{
	int64_t patience = f->policy->return_after;

	/* A printer that sleeps is silent, and well. */
	return f->sleeps && patience < CLOCK_DAY ? CLOCK_DAY : patience;
}

/* When the window no longer explains its silence. */
static int64_t
end_of_work(int64_t window_end, int64_t silent_since)
{
	int64_t done = silent_since + DEPLOYMENT_WORK;

	return done < window_end ? done : window_end;
}

bool
deployment_has_not_returned(
    const struct deployment *d, const struct deployment_facts *f)
{
	int64_t began = d->entered, due = d->entered;

	if (f->silent_since == CLOCK_NONE || f->last_try == CLOCK_NONE)
		return false;
	switch (d->state) {
	case STATE_IN_WINDOW:
	case STATE_REPORTED:
	case STATE_SEEN:
	case STATE_CONFIRMED:
	case STATE_OBSERVING:
		break;
	default:
		return false;
	}
	if (d->window_start != CLOCK_NONE) {
		began = d->window_start;
		due = end_of_work(d->window_end, f->silent_since);
	} else if (d->claimed != CLOCK_NONE) {
		began = d->claimed - f->policy->return_after;
		due = d->claimed;
	}
	if (f->silent_since > due)
		due = f->silent_since;
	return f->silent_since >= began &&
	    f->last_try >= due + patience_with(f);
}

bool
deployment_alerts(const struct deployment *d, const struct deployment_facts *f,
    enum alert_rule rule)
{
	switch (rule) {
	case ALERT_PAST_DEADLINE:
		return (d->flags & FLAG_OVERDUE) && !is_being_proven(d, f);
	case ALERT_NOT_CONFIRMED:
		return is_long_reported(d, f);
	case ALERT_ROLLED_BACK:
		return d->state == STATE_ROLLED_BACK;
	case ALERT_NOT_RETURNED:
		return deployment_has_not_returned(d, f);
	case ALERT_CONFLICT:
		return (d->flags & FLAG_CONFLICTING) &&
		    d->state != STATE_WITHDRAWN;
	case ALERT_FAILED:
		return d->state == STATE_FAILED;
	case ALERT_REGRESSED:
		return d->state == STATE_REGRESSED;
	default:
		return false;
	}
}
