/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_EVENT_CLASS_H
#define LIB_MODEL_EVENT_CLASS_H

#include <stdbool.h>

/*
 * What a log line tells of its device. A line is a claim: of a version it is
 * evidence E2, never proof.
 */
enum event_class {
	EVENT_NONE,
	EVENT_BOOT,
	EVENT_VERSION, /* it names what runs, as a banner after a start does */
	EVENT_UPGRADE_STARTED,
	EVENT_UPGRADE_OK,
	EVENT_UPGRADE_FAILED,
	EVENT_DOWNGRADE,
	EVENT_PACKAGE, /* installed, replaced or removed */
	EVENT_RESTART_REQUIRED,
	EVENT_RESTART_ASKED, /* somebody said so; it has not happened yet */
	EVENT_CONFIGURATION,
	EVENT_CRASH,
	EVENT_MEMORY,
	EVENT_LINK_DOWN,
	EVENT_LINK_UP,
	EVENT_FLAP, /* of links that go up and down: no rule says it */
	EVENT_POWER,
	EVENT_FAN,
	EVENT_TEMPERATURE,
	EVENT_LOGIN_OK,
	EVENT_LOGIN_FAILED,
	EVENT_CLOCK_UNSURE,
	EVENT_LOG_LOSS, /* the sender lost messages of its own */
	EVENT_CLASSES
};

/* "upgrade_ok", as in the database. */
const char *event_class_name(enum event_class c);

/* "upgrade_ok" or "upgrade-ok"; false for what is no class. */
bool event_class_parse(const char *text, enum event_class *out);

/* It may run another version than we know: it should be asked. */
bool event_class_makes_due(enum event_class c);

/* A verdict may rest on it: the line is kept as evidence. */
bool event_class_is_evidence(enum event_class c);

/* Who came in, tried to, or changed what others may: such lines are kept as
 * long as what is about security. */
bool event_class_is_access(enum event_class c);

#endif
