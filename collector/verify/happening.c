/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/happening.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/verify/context.h"
#include "collector/verify/proof.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "lib/model/deployment.h"
#include "lib/model/version.h"
#include "lib/profile/identity.h"
#include "lib/profile/vitals.h"
#include "lib/store/device/device_state.h"
#include "lib/store/follow.h"
#include "lib/store/patch/alert.h"
#include "lib/store/patch/evidence.h"
#include "lib/store/patch/verdict.h"
#include "lib/store/patch/version_point.h"

int
happening_add(
    struct happening *h, const char *kind, int64_t at, const char *fmt, ...)
{
	char text[400];
	va_list args;

	if (h->n == HAPPENINGS_MAX)
		return ERR_OK;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	h->item[h->n++] =
	    (struct happening_item){ kind, at, mem_dup_str(text) };
	return ERR_OK;
}

int
happening_add_boot(struct happening *h, int64_t boot_at)
{
	return happening_add(h, "boot", boot_at, "the system started");
}

static bool
is_downgrade(const struct identity *id, const struct version_said *said)
{
	return version_compare_any(id->scheme, id->n_schemes, said->value,
		   said->earlier, NULL) == VERSION_LESS;
}

int
happening_add_version(struct happening *h, const struct identity *id,
    const struct version_said *said, int64_t at)
{
	const char *kind = "component";
	bool is_product = strcmp(said->kind, "product") == 0;

	if (!said->watched)
		return ERR_OK;
	if (said->joined)
		return happening_add(h, kind, at, "%s %s is new, with %s",
		    said->kind, said->component, said->value);
	if (said->earlier == NULL)
		return ERR_OK;
	if (is_product)
		kind = is_downgrade(id, said) ? "downgrade" : "version";
	if (is_product || strcmp(said->kind, "kernel") == 0)
		h->installed = true;
	return happening_add(h, kind, at, "%s%s%s: %s became %s", said->kind,
	    *said->component != '\0' ? " " : "", said->component, said->earlier,
	    said->value);
}

/* Packages come and go by hundreds; the history of versions has them. */
int
happening_add_gone(
    struct happening *h, const struct version_said *said, int64_t at)
{
	if (strcmp(said->kind, "package") == 0)
		return ERR_OK;
	return happening_add(h, "component", at, "%s %s is gone, last with %s",
	    said->kind, said->component, said->value);
}

static bool
is_near(int64_t at, int64_t from, int64_t to, int64_t margin)
{
	return from != CLOCK_NONE && at >= from - margin && at <= to + margin;
}

static bool
is_expected(const struct happening *h, const struct verdict_list *list,
    const struct policy *policy, int64_t boot_at)
{
	if (h->installed)
		return true;
	for (size_t i = 0; list != NULL && i < list->n; i++) {
		const struct deployment *d = &list->verdict[i].row;

		if (d->state == STATE_WITHDRAWN)
			continue;
		if (is_near(boot_at, d->window_start, d->window_end,
			policy->window_grace) ||
		    is_near(
			boot_at, d->claimed, d->claimed, policy->window_grace))
			return true;
	}
	return false;
}

static char *
boots_detail(const struct verify *v, const struct device_state *d, int count,
    const struct policy *policy)
{
	struct json *o = json_new_object();
	char *line;

	json_put_text(o, "device", d->name);
	json_put_text(o, "address", d->address);
	json_put_int(o, "reboots", count);
	json_put_int(o, "limit", policy->reboot_limit);
	json_put_int(o, "window_s", policy->reboot_window / CLOCK_SECOND);
	json_put_time(o, "at", v->now);
	line = json_line(o);
	json_free(o);
	return line;
}

int
happening_count_boots(struct verify *v, int tenant, int device,
    const struct policy *policy, int64_t evidence)
{
	struct alert_subject s = {
		.tenant_id = tenant,
		.rule = alert_rule_name(ALERT_UNEXPECTED_REBOOTS),
		.severity = alert_severity(ALERT_UNEXPECTED_REBOOTS),
		.device_id = device,
	};
	struct device_state state = { 0 };
	char *detail;
	int count = 0, rc;

	rc = device_event_count_boots(
	    v->db, tenant, device, v->now - policy->reboot_window, &count);
	if (rc == ERR_OK)
		rc = device_state_load(v->db, tenant, device, &state);
	if (rc < 0)
		return rc;
	detail = boots_detail(v, &state, count, policy);
	rc = alert_set(v->db, &s, count >= policy->reboot_limit, v->now, detail,
	    &evidence, evidence != 0);
	free(detail);
	device_state_free(&state);
	return rc;
}

static int
write_item(struct verify *v, const struct stored_reading *r,
    const struct happening_item *item, bool expected, int64_t evidence)
{
	return device_event_add(v->db,
	    &(struct device_event){
		.tenant_id = r->tenant_id,
		.device_id = r->device_id,
		.at = item->at,
		.kind = item->kind,
		.source = "snmp",
		.expected = expected,
		.detail = item->detail,
		.evidence_id = evidence,
	    });
}

int
happening_write(struct happening *h, struct verify *v,
    const struct stored_reading *r, const struct identity *id,
    const struct verdict_list *deployments, const struct policy *policy)
{
	const struct identity nothing = { .version = (char[]){ "" },
		.oid = (char[]){ "" },
		.raw = (char[]){ "" },
		.vendor = (char[]){ "" },
		.model = (char[]){ "" },
		.serial = (char[]){ "" } };
	const struct verdict_list none = { 0 };
	int64_t evidence = 0;
	bool boots = false;
	int rc = ERR_OK;

	if (h->n > 0)
		rc = proof_of_reading(v, r, id != NULL ? id : &nothing,
		    deployments != NULL ? deployments : &none, &evidence);
	for (size_t i = 0; rc == ERR_OK && i < h->n; i++) {
		bool is_boot = strcmp(h->item[i].kind, "boot") == 0;
		bool expected = is_boot &&
		    is_expected(h, deployments, policy, h->item[i].at);

		rc = write_item(v, r, &h->item[i], expected, evidence);
		boots |= is_boot && !expected;
	}
	if (rc == ERR_OK && boots)
		rc = happening_count_boots(
		    v, r->tenant_id, r->device_id, policy, evidence);
	return rc;
}

void
happening_free(struct happening *h)
{
	for (size_t i = 0; i < h->n; i++)
		free(h->item[i].detail);
	h->n = 0;
}

void
happening_engine_text(const struct vitals *v, char *out, size_t size)
{
	char hex[2 * sizeof(v->engine_id) + 1];

	snprintf(out, size, "engine:%s",
	    digest_hex(v->engine_id, v->engine_id_len, hex));
}
