/* SPDX-License-Identifier: Apache-2.0 */
#include "register/log/log_input.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "lib/base/buf.h"
#include "lib/base/choice.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/regex.h"
#include "lib/model/event_class.h"
#include "lib/store/device/device_store.h"
#include "lib/store/log/log_store.h"
#include "register/command.h"
#include "register/context.h"
#include "register/missing.h"
#include "register/setup/check.h"

/* RFC 5424, 6.2.1, as syslog(3) and loggers abbreviate them. */
static const struct {
	const char *name;
	int severity;
} severities[] = {
	{ "emerg", 0 },
	{ "alert", 1 },
	{ "crit", 2 },
	{ "err", 3 },
	{ "warning", 4 },
	{ "notice", 5 },
	{ "info", 6 },
	{ "debug", 7 },
	{ "emergency", 0 },
	{ "critical", 2 },
	{ "error", 3 },
	{ "warn", 4 },
};

int
log_input_severity(const char *text, int *out, struct buf *why)
{
	struct choice c;

	for (size_t i = 0; i < sizeof(severities) / sizeof(severities[0]);
	     i++) {
		if (strcasecmp(text, severities[i].name) == 0) {
			*out = severities[i].severity;
			return ERR_OK;
		}
	}
	if (text[0] >= '0' && text[0] <= '7' && text[1] == '\0') {
		*out = text[0] - '0';
		return ERR_OK;
	}
	choice_start(&c, text);
	for (int n = 0; n <= 7; n++)
		choice_offer(&c, log_input_severity_name(n));
	choice_tell(&c, why);
	return ERR_PARSE;
}

const char *
log_input_severity_name(int severity)
{
	return severity >= 0 && severity <= 7 ? severities[severity].name : "";
}

int
log_input_since(const char *text, int64_t *out, struct buf *why)
{
	int64_t span;

	if (text == NULL)
		return ERR_OK;
	if (strchr(text, '-') == NULL && isdigit((unsigned char)text[0]) &&
	    !isdigit((unsigned char)text[strlen(text) - 1]) &&
	    clock_parse_span(text, &span) == ERR_OK) {
		*out = clock_now() - span;
		return ERR_OK;
	}
	return check_time(text, out, why);
}

/* One hyphen or another: *out is the word that the database has. */
static int
check_event(const char *text, const char **out, struct buf *why)
{
	enum event_class class;
	struct choice words;

	if (text == NULL)
		return ERR_OK;
	if (event_class_parse(text, &class) && class != EVENT_NONE) {
		*out = event_class_name(class);
		return ERR_OK;
	}
	choice_start(&words, text);
	for (int c = EVENT_NONE + 1; c < EVENT_CLASSES; c++)
		choice_offer(&words, event_class_name((enum event_class)c));
	choice_tell(&words, why);
	return ERR_PARSE;
}

/* The server takes it; what is wrong with it is said here. */
static int
check_pattern(const char *text, struct buf *why)
{
	struct regex_fault fault;
	struct regex *re;

	if (text == NULL)
		return ERR_OK;
	if (regex_compile(text, REGEX_CASELESS, &re, &fault) < 0) {
		buf_printf(why, "\"%s\", at byte %zu: %s", text, fault.offset,
		    fault.text);
		return ERR_PARSE;
	}
	regex_free(re);
	return ERR_OK;
}

static int
check_device(struct context *c, const char *name)
{
	int id, rc = ERR_OK;

	if (name != NULL)
		rc = device_store_find_ever(c->db, c->tenant, name, &id);
	if (rc == ERR_NOTFOUND)
		missing_tell(c, NULL, MISSING_DEVICE_EVER, name);
	return rc;
}

static int
check_site(struct context *c, const char *name)
{
	int id, rc = ERR_OK;

	if (name != NULL)
		rc = site_find(c->db, c->tenant, name, &id);
	if (rc == ERR_NOTFOUND)
		missing_tell(c, NULL, MISSING_SITE, name);
	return rc;
}

static int
check_order(const struct log_filter *f)
{
	if (f->since < f->until)
		return ERR_OK;
	complain("--until: is not after --since");
	return ERR_PARSE;
}

int
log_input_read(
    struct context *c, const struct log_input *in, struct log_filter *out)
{
	struct buf why = { 0 };
	int rc;

	*out = (struct log_filter){
		.device = in->device,
		.site = in->site,
		.app = in->app,
		.grep = in->grep,
		.since = clock_now() - CLOCK_DAY,
		.until = clock_now(),
		.severity = LOG_SEVERITY_ANY,
	};
	rc = check_tell(
	    log_input_since(in->since, &out->since, &why), "--since", &why);
	if (rc == ERR_OK)
		rc = check_tell(log_input_since(in->until, &out->until, &why),
		    "--until", &why);
	if (rc == ERR_OK && in->severity != NULL)
		rc = check_tell(
		    log_input_severity(in->severity, &out->severity, &why),
		    "--severity", &why);
	if (rc == ERR_OK)
		rc = check_tell(
		    check_event(in->event, &out->event, &why), "--event", &why);
	if (rc == ERR_OK)
		rc = check_tell(check_pattern(in->grep, &why), "--grep", &why);
	if (rc == ERR_OK)
		rc = check_order(out);
	if (rc == ERR_OK)
		rc = check_device(c, in->device);
	if (rc == ERR_OK)
		rc = check_site(c, in->site);
	buf_free(&why);
	return rc;
}
