/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/suggest.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/base/regex.h"
#include "lib/profile/extract.h"
#include "lib/profile/object.h"
#include "lib/profile/rule.h"
#include "lib/wire/snapshot.h"

/* Where a kernel speaks, the product is something else. */
static const char kernel[] =
    "^(Linux|FreeBSD|NetBSD|OpenBSD|DragonFly|Darwin|SunOS|AIX|HP-UX|uClinux|"
    "VxWorks)\\b|Linux version|\\bSMP (PREEMPT|[A-Z][a-z]{2} )|kernel \\d";

#define NUMBER "(\\d+(?:[.]\\d+)+(?:[-_.()]?[A-Za-z0-9]+)*\\)?)"

/* In this order; each must name its version in group 1. */
static const char *const forms[] = {
	"(?i)\\b(?:software|firmware|system|os) version[ :=]+v?" NUMBER,
	"(?i)\\bversion[ :=]+v?" NUMBER,
	"(?i)\\b(?:firmware|fw|software|sw|release|rev(?:ision)?|ver)[ .:=/]+"
	"v?" NUMBER,
	"\\b[vV]\\.?" NUMBER,
	"(?:^|[ ,;(])" NUMBER "(?:$|[ ,;)])",
};

/* Standard objects, the nearest to the whole device first. */
static const struct {
	const char *oid;
	unsigned class; /* of ENTITY-MIB, or 0 */
} places[] = {
	{ "entPhysicalSoftwareRev", 3 },
	{ "entPhysicalSoftwareRev", 11 },
	{ "entPhysicalFirmwareRev", 3 },
	{ "upsIdentAgentSoftwareVersion.0", 0 },
	{ "upsIdentUPSSoftwareVersion.0", 0 },
	{ "probeSoftwareRev.0", 0 },
	{ "lldpLocSysDesc.0", 0 },
};

static struct regex *
compiled(const char *pattern)
{
	struct regex *re = NULL;

	if (regex_compile(pattern, 0, &re, NULL) < 0)
		fatalx("suggest: pattern '%s'", pattern);
	return re;
}

/* Compiled at the first use and kept: there are only these few. */
static struct regex *
form(size_t i)
{
	static struct regex *ready[sizeof(forms) / sizeof(forms[0])];

	if (ready[i] == NULL)
		ready[i] = compiled(forms[i]);
	return ready[i];
}

static bool
speaks_kernel(const struct snapshot *s)
{
	static struct regex *re;
	struct buf text = { 0 };
	struct varbind vb;
	bool found;

	if (re == NULL)
		re = compiled(kernel);
	if (!snapshot_get(s, object_sys_descr, &vb))
		return false;
	extract_text(&vb.value, 0, &text);
	found = regex_match(re, buf_str(&text), text.len, NULL);
	buf_free(&text);
	return found;
}

static bool
from_sys_descr(const struct snapshot *s, struct found *out)
{
	struct varbind vb;

	if (!snapshot_get(s, object_sys_descr, &vb))
		return false;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		const struct rule r = { .regex = form(i) };

		if (extract_value(NULL, &r, &vb, out))
			return true;
	}
	return false;
}

static bool
from_place(const struct snapshot *s, const char *oid, unsigned class,
    const struct regex *re, struct found *out)
{
	struct buf name = { 0 };
	struct rule r = { 0 };
	bool found;

	if (object_parse(oid, &name) < 0)
		fatalx("suggest: object '%s'", oid);
	r.at.oid = (struct oid){ name.data, name.len };
	r.regex = (struct regex *)(uintptr_t)re;
	if (class != 0)
		r.pick[r.n_picks++] = (struct pick){ PICK_CLASS, class };
	found = extract(NULL, &r, s, NULL, 0, out);
	buf_free(&name);
	return found;
}

bool
suggest_version(const struct snapshot *s, struct found *out)
{
	static struct regex *number;

	if (number == NULL)
		number = compiled(NUMBER);
	if (!speaks_kernel(s) && from_sys_descr(s, out))
		return true;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		if (from_place(s, places[i].oid, places[i].class, number, out))
			return true;
	}
	return false;
}

bool
suggest_serial(const struct snapshot *s, struct found *out)
{
	return from_place(s, "entPhysicalSerialNum", 3, NULL, out) ||
	    from_place(s, "prtGeneralSerialNumber", 0, NULL, out);
}

bool
suggest_model(const struct snapshot *s, struct found *out)
{
	return from_place(s, "entPhysicalModelName", 3, NULL, out);
}
