/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/output_json.h"

#include "lib/base/json.h"

static void
share(struct json *to, const char *key, const struct json *from)
{
	json_put(to, key, json_share(json_get(from, key)));
}

char *
output_json(const struct json *values, const char *kind)
{
	struct json *o = json_new_object();
	char *text;

	json_put_int(o, "format", OUTPUT_JSON_FORMAT);
	json_put_text(o, "report", kind);
	share(o, "document", values);
	share(o, "organisation", values);
	share(o, "period", values);
	json_put(o, "provenance", json_share(json_get(values, "instrument")));
	share(o, "policy", values);
	share(o, "gates", values);
	share(o, "measurements", values);
	share(o, "controls", values);
	json_put(o, "values", json_share(values));
	text = json_pretty(o);
	json_free(o);
	return text;
}
