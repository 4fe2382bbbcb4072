/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_DEVICE_INPUT_H
#define REGISTER_DEVICE_INPUT_H

#include <stdbool.h>

#include "lib/base/buf.h"
#include "lib/model/address.h"
#include "lib/store/device/device_store.h"

struct context;

/*
 * A device as people describe it: the options of `device add` and `device
 * edit` and the columns of `device import` are these.
 */
enum device_field {
	DEVICE_NAME,
	DEVICE_ADDRESS,
	DEVICE_PORT,
	DEVICE_SITE,
	DEVICE_CREDENTIAL,
	DEVICE_CATEGORY,
	DEVICE_OWNER,
	DEVICE_SUPPLIER,
	DEVICE_CRITICALITY,
	DEVICE_INTERNET_FACING,
	DEVICE_MEDICAL,
	DEVICE_ANY_SOURCE,
	DEVICE_TAGS,
	DEVICE_POLL,
	DEVICE_IN_SERVICE,
	DEVICE_LOG_ZONE,
	DEVICE_FIELDS
};

const char *device_field_name(enum device_field f); /* "in_service" */

struct device_input {
	const char *value[DEVICE_FIELDS]; /* NULL: not given */
	bool make_sites;                  /* a site that is missing is made */
	struct directory *known; /* where names are looked up; NULL: asked */

	/* Told each fault; field may be NULL. */
	void (*fault)(void *arg, const char *field, const char *why);
	void *arg;

	/* Where the row's texts may stand. */
	char address[ADDRESS_TEXT_MAX];
	struct buf tags;
};

/*
 * Overlays what is given on row, which for a new device is as
 * device_input_start leaves it. id is the device's own, or 0: no other one may
 * have its name or address. ERR_RANGE when a fault was told.
 */
void device_input_start(struct device_row *row);
int device_input_read(
    struct context *c, struct device_input *in, struct device_row *row);
void device_input_free(struct device_input *in);

#endif
