/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/json.h"
#include "lib/wire/syslog.h"
#include "lib/wire/syslog_repeat.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* A span is inside the message, or not there. */
static void
check(const struct span *s, const uint8_t *data, size_t len)
{
	const char *start = (const char *)data;
	struct buf text = { 0 };

	if (s->at == NULL || len == 0)
		return;
	if (s->at < start || s->end < s->at || s->end > start + len)
		abort();
	span_add_text(s, &text);
	buf_free(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct syslog_context context = { .received = 1795521600000000 };
	char time[SYSLOG_TIME_MAX];
	struct span inner;
	struct syslog m;

	syslog_parse(&context, data, len, &m);
	if (m.pri < 0 || m.pri > 191)
		abort();
	check(&m.host, data, len);
	check(&m.relay, data, len);
	check(&m.app, data, len);
	check(&m.procid, data, len);
	check(&m.msgid, data, len);
	check(&m.outer_msgid, data, len);
	(void)syslog_code_severity(&m);
	(void)syslog_repeats(&m.message, &inner);
	check(&inner, data, len);
	check(&m.sd, data, len);
	check(&m.message, data, len);
	if (m.time.source != SYSLOG_NONE)
		(void)syslog_format_time(&m.time, time);
	json_free(syslog_sd_json(&m.sd));
	return 0;
}
