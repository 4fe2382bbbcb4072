/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_BRAND_BRAND_H
#define REPORTER_BRAND_BRAND_H

#include <stdbool.h>

#include "lib/base/digest.h"
#include "reporter/brand/picture.h"
#include "reporter/layout/palette.h"

struct json;
struct place;

/*
 * How an organisation's reports look: its logo and its colour, in the folder
 * brand beside its own templates:
 *
 *	HOME/templates/tenant-N/brand   one customer's
 *	HOME/templates/brand            everybody's
 *
 *	brand.conf	colour = "#005ca9"
 *			text = "#003a70"
 *			logo = true
 *			logo-missing = "error"       or "without"
 *	logo.png	as brand_set made it
 */
struct brand {
	struct palette palette;
	struct picture logo;       /* width 0: none */
	bool is_set;               /* there is a brand.conf */
	char colour[8], text[8];   /* as brand.conf has them; "": as shipped */
	char hash[DIGEST_HEX_MAX]; /* of brand.conf and logo */
};

/* ERR_NOTFOUND, logged: the logo is gone, and may not be. */
int brand_load(const struct place *place, int tenant, struct brand *out);
void brand_free(struct brand *b);

/*
 * With the evidence, so that a later run looks the same: {"sha256", "colour",
 * "text", "logo": PNG in base64}, or {} where nothing is set. brand_thaw:
 * ERR_PARSE, logged, for what brand_freeze does not make.
 */
struct json *brand_freeze(const struct brand *b);
int brand_thaw(const struct json *frozen, struct brand *out);

/* What is to change; NULL: as it is. */
struct brand_order {
	const char *logo;          /* a PNG or JPEG; "": none any more */
	const char *colour, *text; /* "#005ca9"; "": as shipped */
	const char *logo_missing;  /* error, without */
	bool for_tenant;
};

/*
 * Checks, then writes both files and says what they are. ERR_RANGE, logged: a
 * colour of text that cannot be read on white.
 */
int brand_set(
    const struct place *place, int tenant, const struct brand_order *order);

/* What holds, on standard output. */
int brand_show(const struct place *place, int tenant);

#endif
