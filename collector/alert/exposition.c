/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/exposition.h"

#include <stddef.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/utf8.h"

void
exposition_family(struct buf *out, const char *name, enum exposition_type type,
    const char *help)
{
	buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name,
	    type == EXPOSITION_COUNTER ? "counter" : "gauge");
}

/* What would end a line is visible text by then, not a line's end. */
static void
add_value(struct buf *out, const char *text)
{
	struct buf safe = { 0 };

	(void)utf8_safe(text, strlen(text), &safe);
	for (const char *p = buf_str(&safe); *p != '\0'; p++) {
		if (*p == '\\' || *p == '"')
			buf_add_u8(out, '\\');
		buf_add_u8(out, (uint8_t)*p);
	}
	buf_free(&safe);
}

void
exposition_sample(struct buf *out, const char *name, const char *const *names,
    const char *const *values, double value)
{
	buf_add_str(out, name);
	for (size_t i = 0; names[i] != NULL; i++) {
		buf_printf(out, "%c%s=\"", i == 0 ? '{' : ',', names[i]);
		add_value(out, values[i]);
		buf_add_u8(out, '"');
	}
	buf_printf(out, "%s %.17g\n", names[0] != NULL ? "}" : "", value);
}
