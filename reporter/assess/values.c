/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/values.h"

#include "lib/base/json.h"
#include "reporter/assess/value_parts.h"

struct json *
values_build(const struct values_input *in)
{
	static void (*const parts[])(const struct facts *, struct json *) = {
		value_summary,
		value_priorities,
		value_sites,
		value_coverage,
		value_obligations,
		value_work,
		value_rounds,
		value_trend,
		value_exceptions,
		value_process,
		value_stability,
		value_outside,
		value_event_proofs,
		value_interventions,
		value_watching,
		value_suppliers,
		value_contracts,
		value_entries,
		value_actions,
		value_asked,
		value_figures,
		value_exposure,
		value_settings,
		value_sample,
		value_customers,
	};
	struct json *v = json_new_object();

	value_document(in, v);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (parts[i] != value_work || !in->without_work)
			parts[i](in->facts, v);
	value_earlier(in, v);
	value_measurements(in, v);
	value_frameworks(in, v);
	value_instrument(in, v);
	return v;
}
