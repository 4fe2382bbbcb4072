/* SPDX-License-Identifier: Apache-2.0 */
#include "register/setup/policy_file.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/conf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/framework/threshold.h"
#include "lib/model/assessment.h"
#include "register/setup/check.h"

#define YEAR (365 * CLOCK_DAY)
#define SPAN(key)                                                      \
	{                                                              \
		.name = (key), .type = CONF_SPAN, .min = CLOCK_SECOND, \
		.max = YEAR                                            \
	}
#define TEXT(key)                                 \
	{                                         \
		.name = (key), .type = CONF_TEXT, \
	}
#define NUMBER(key, most)                                                \
	{                                                                \
		.name = (key), .type = CONF_INT, .min = 1, .max = (most) \
	}

static const struct conf_option options[] = {
	{ .name = "name", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	SPAN("critical"),
	SPAN("high"),
	SPAN("medium"),
	SPAN("low"),
	SPAN("confirm_gap"),
	SPAN("reported"),
	SPAN("reported_critical"),
	SPAN("window_grace"),
	SPAN("return"),
	SPAN("settle"),
	SPAN("observe"),
	SPAN("observe_active"),
	SPAN("observe_max"),
	SPAN("reboot_window"),
	NUMBER("silent_polls", 1000),
	NUMBER("reboot_limit", 1000),
	NUMBER("gap_percent", 100),
	NUMBER("within_percent", 100),
	NUMBER("partly_percent", 100),
	{ .name = "unused_days", .type = CONF_INT, .min = 7, .max = 366 },
	NUMBER("uplink_percent", 100),
	NUMBER("cpu_percent", 100),
	NUMBER("memory_percent", 100),
	NUMBER("volume_percent", 100),
	{ .name = "busy_percent", .type = CONF_INT, .min = 0, .max = 100 },
	SPAN("follow_critical"),
	SPAN("follow"),
	SPAN("decide"),
	SPAN("assess"),
	SPAN("report"),
	SPAN("skew"),
	SPAN("log_silence"),
	NUMBER("answered_percent", 100),
	TEXT("thresholds"),
	SPAN("exploited"),
	SPAN("mitigate"),
	SPAN("afterwards"),
	TEXT("score_critical"),
	TEXT("score_high"),
	TEXT("score_medium"),
	TEXT("unknown_class"),
	TEXT("patient_class"),
	TEXT("exploited_class"),
	{ .name = "internet_raises", .type = CONF_INT, .min = 0, .max = 3 },
	{ 0 },
};

static void
take_span(const struct conf_section *s, const char *name, int64_t *into)
{
	if (conf_is_set(s, name))
		*into = conf_span(s, name);
}

static void
take_number(const struct conf_section *s, const char *name, int *into)
{
	if (conf_is_set(s, name))
		*into = (int)conf_int(s, name);
}

static void
take_all(const struct conf_section *s, struct policy *p)
{
	take_span(s, "critical", &p->term[PRIORITY_CRITICAL]);
	take_span(s, "high", &p->term[PRIORITY_HIGH]);
	take_span(s, "medium", &p->term[PRIORITY_MEDIUM]);
	take_span(s, "low", &p->term[PRIORITY_LOW]);
	take_span(s, "confirm_gap", &p->confirm_gap);
	take_span(s, "reported", &p->reported);
	take_span(s, "reported_critical", &p->reported_critical);
	take_span(s, "window_grace", &p->window_grace);
	take_span(s, "return", &p->return_after);
	take_span(s, "settle", &p->settle);
	take_span(s, "observe", &p->observe);
	take_span(s, "observe_active", &p->observe_active);
	take_span(s, "observe_max", &p->observe_max);
	take_span(s, "reboot_window", &p->reboot_window);
	take_number(s, "silent_polls", &p->silent_polls);
	take_number(s, "reboot_limit", &p->reboot_limit);
	take_number(s, "gap_percent", &p->gap_percent);
	take_number(s, "within_percent", &p->within_percent);
	take_number(s, "partly_percent", &p->partly_percent);
	take_number(s, "unused_days", &p->unused_days);
	take_number(s, "uplink_percent", &p->uplink_percent);
	take_number(s, "cpu_percent", &p->cpu_percent);
	take_number(s, "memory_percent", &p->memory_percent);
	take_number(s, "volume_percent", &p->volume_percent);
	take_number(s, "busy_percent", &p->busy_percent);
	take_span(s, "follow_critical", &p->follow_critical);
	take_span(s, "follow", &p->follow);
	take_span(s, "decide", &p->decide);
	take_span(s, "assess", &p->assess);
	take_span(s, "report", &p->report);
	take_span(s, "skew", &p->skew);
	take_span(s, "log_silence", &p->log_silence);
	take_number(s, "answered_percent", &p->answered_percent);
	take_span(s, "exploited", &p->exploited_term);
	take_span(s, "mitigate", &p->mitigate);
	take_span(s, "afterwards", &p->afterwards);
	take_number(s, "internet_raises", &p->internet_raises);
}

static int
refuse(const struct conf_section *s, const char *name, const char *why)
{
	log_warnx(
	    "%s:%u: %s: %s", conf_file(s), conf_line_of(s, name), name, why);
	return ERR_RANGE;
}

static int
take_score(const struct conf_section *s, const char *name, int *into)
{
	if (!conf_is_set(s, name) ||
	    score_parse(conf_text(s, name), into) == ERR_OK)
		return ERR_OK;
	return refuse(s, name, "not a score such as \"7.5\"");
}

static int
take_class(const struct conf_section *s, const char *name, enum priority *into)
{
	struct buf why = { 0 };
	int rc = ERR_OK;

	if (conf_is_set(s, name))
		rc = check_priority(conf_text(s, name), into, &why);
	if (rc < 0)
		rc = refuse(s, name, buf_str(&why));
	buf_free(&why);
	return rc;
}

static int
take_assessment(const struct conf_section *s, struct policy *p)
{
	int rc = take_score(s, "score_critical", &p->score[PRIORITY_CRITICAL]);

	if (rc == ERR_OK)
		rc = take_score(s, "score_high", &p->score[PRIORITY_HIGH]);
	if (rc == ERR_OK)
		rc = take_score(s, "score_medium", &p->score[PRIORITY_MEDIUM]);
	if (rc == ERR_OK)
		rc = take_class(s, "unknown_class", &p->unknown);
	if (rc == ERR_OK)
		rc = take_class(s, "patient_class", &p->patient);
	if (rc == ERR_OK)
		rc = take_class(s, "exploited_class", &p->exploited);
	return rc;
}

static int
take_thresholds(const struct conf_section *s, struct policy *p)
{
	struct buf why = { 0 };
	const char *text;
	int rc;

	if (!conf_is_set(s, "thresholds"))
		return ERR_OK;
	text = conf_text(s, "thresholds");
	rc = threshold_check(text, &why);
	if (rc == ERR_OK)
		snprintf(p->thresholds, sizeof(p->thresholds), "%s", text);
	else
		rc = refuse(s, "thresholds", buf_str(&why));
	buf_free(&why);
	return rc;
}

/* What each value allows, but not all of them together. */
static int
check(const struct conf_section *s, const struct policy *p)
{
	static const char *const names[PRIORITIES] = { "critical", "high",
		"medium", "low" };

	for (size_t i = 1; i < PRIORITIES; i++) {
		if (p->term[i] < p->term[i - 1])
			return refuse(s, names[i],
			    "shorter than the term of the priority above it");
	}
	if (p->score[PRIORITY_HIGH] > p->score[PRIORITY_CRITICAL])
		return refuse(s, "score_high", "above score_critical");
	if (p->score[PRIORITY_MEDIUM] > p->score[PRIORITY_HIGH])
		return refuse(s, "score_medium", "above score_high");
	if (p->observe_max < p->observe)
		return refuse(s, "observe_max", "shorter than observe");
	if (p->observe_active > p->observe_max)
		return refuse(s, "observe_active", "longer than observe_max");
	if (p->partly_percent > p->within_percent)
		return refuse(s, "partly_percent", "above within_percent");
	return ERR_OK;
}

static int
take(struct conf *conf, struct policy *out, char **name)
{
	int rc;

	policy_default(out);
	take_all(conf_root(conf), out);
	rc = take_assessment(conf_root(conf), out);
	if (rc == ERR_OK)
		rc = take_thresholds(conf_root(conf), out);
	if (rc == ERR_OK)
		rc = check(conf_root(conf), out);
	if (rc == ERR_OK)
		*name = mem_dup_str(conf_text(conf_root(conf), "name"));
	conf_free(conf);
	return rc;
}

int
policy_file_load(const char *path, struct policy *out, char **name)
{
	struct conf *conf = NULL;
	int rc = conf_load(path, options, &conf);

	return rc == ERR_OK ? take(conf, out, name) : rc;
}

int
policy_text_load(
    const char *file, const char *text, struct policy *out, char **name)
{
	struct conf *conf = NULL;
	int rc = conf_parse(file, text, strlen(text), options, &conf);

	return rc == ERR_OK ? take(conf, out, name) : rc;
}
