/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/level.h"

#include <stddef.h>

/* What E3 asks of one reading. */
static const char *
lacks_for_reading(const struct level_facts *f)
{
	if (!f->fix_read)
		return "no reading shows a version with the fix";
	if (!f->tested)
		return "the profile has no tests";
	if (!f->fine)
		return "the agent cannot show this patch";
	if (!f->same)
		return "it is not the device that was planned";
	if (!f->agreed)
		return "two sources differ";
	return NULL;
}

/* What E4 asks besides. */
static const char *
lacks_for_proof(const struct level_facts *f)
{
	if (!f->whole)
		return "not every component has the fix";
	if (!f->boot_known)
		return "installed, and no restart seen since";
	if (!f->paired)
		return "a second reading is awaited";
	return NULL;
}

enum evidence_level
level_of(const struct level_facts *f, const char **lack)
{
	const char *unused;

	if (lack == NULL)
		lack = &unused;
	*lack = lacks_for_reading(f);
	if (*lack == NULL) {
		*lack = lacks_for_proof(f);
		return *lack == NULL ? EVIDENCE_PROOF : EVIDENCE_READING;
	}
	if (f->hinted || (f->fix_read && !(f->tested && f->fine)))
		return EVIDENCE_HINT;
	return f->claimed ? EVIDENCE_CLAIM : EVIDENCE_NONE;
}
