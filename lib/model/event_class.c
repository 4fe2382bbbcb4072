/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/event_class.h"

#include <stddef.h>

static const char *const names[EVENT_CLASSES] = {
	[EVENT_NONE] = "none",
	[EVENT_BOOT] = "boot",
	[EVENT_VERSION] = "version",
	[EVENT_UPGRADE_STARTED] = "upgrade_started",
	[EVENT_UPGRADE_OK] = "upgrade_ok",
	[EVENT_UPGRADE_FAILED] = "upgrade_failed",
	[EVENT_DOWNGRADE] = "downgrade",
	[EVENT_PACKAGE] = "package",
	[EVENT_RESTART_REQUIRED] = "restart_required",
	[EVENT_RESTART_ASKED] = "restart_asked",
	[EVENT_CONFIGURATION] = "configuration",
	[EVENT_CRASH] = "crash",
	[EVENT_MEMORY] = "memory",
	[EVENT_LINK_DOWN] = "link_down",
	[EVENT_LINK_UP] = "link_up",
	[EVENT_FLAP] = "flap",
	[EVENT_POWER] = "power",
	[EVENT_FAN] = "fan",
	[EVENT_TEMPERATURE] = "temperature",
	[EVENT_LOGIN_OK] = "login_ok",
	[EVENT_LOGIN_FAILED] = "login_failed",
	[EVENT_CLOCK_UNSURE] = "clock_unsure",
	[EVENT_LOG_LOSS] = "log_loss",
};

const char *
event_class_name(enum event_class c)
{
	return names[c];
}

static bool
is_same(const char *text, const char *name)
{
	for (; *name != '\0'; text++, name++)
		if (*text != *name && !(*text == '-' && *name == '_'))
			return false;
	return *text == '\0';
}

bool
event_class_parse(const char *text, enum event_class *out)
{
	for (int i = 0; i < EVENT_CLASSES; i++) {
		if (!is_same(text, names[i]))
			continue;
		*out = (enum event_class)i;
		return true;
	}
	return false;
}

bool
event_class_makes_due(enum event_class c)
{
	switch (c) {
	case EVENT_BOOT:
	case EVENT_VERSION:
	case EVENT_UPGRADE_OK:
	case EVENT_UPGRADE_FAILED:
	case EVENT_DOWNGRADE:
		return true;
	default:
		return false;
	}
}

bool
event_class_is_evidence(enum event_class c)
{
	return event_class_makes_due(c) || c == EVENT_CRASH;
}

bool
event_class_is_access(enum event_class c)
{
	return c == EVENT_LOGIN_OK || c == EVENT_LOGIN_FAILED ||
	    c == EVENT_CONFIGURATION;
}
