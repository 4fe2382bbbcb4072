/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_PROFILE_H
#define LIB_PROFILE_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/digest.h"
#include "lib/wire/oid.h"

/*
 * A profile says how one kind of device tells its version: by what it is
 * recognised, which object holds the version, how that text is read, in which
 * scheme it is ordered, what its log says when it boots or upgrades. Profiles
 * are files that an administrator writes (patchwacht-profile(5)).
 */

struct buf;
struct regex;
struct scheme;
struct scheme_set;
struct snapshot;

/* One object, or a column of which the rows are looked at. */
struct profile_oid {
	struct oid oid; /* owned by the rule or list it stands in */
	bool column;    /* walk it; else one object to be got */
};

enum pick_type {
	PICK_FIRST, /* the first row that gives a value */
	PICK_CLASS, /* rows of an entPhysicalClass */
	PICK_INDEX, /* the row with this index */
	PICK_ALL,   /* all of them, joined by ", " */
};

struct pick {
	enum pick_type type;
	uint32_t number; /* class or index */
};

enum { PICKS_MAX = 4, SCHEMES_MAX = 4 };

enum clean {
	CLEAN_QUOTES = 1,    /* quotes and backslashes around a value */
	CLEAN_SYMBOLSET = 2, /* HP's two octets in front of a text */
};

/* Where a value stands and how it is read. */
struct rule {
	struct profile_oid at;
	struct pick pick[PICKS_MAX];
	size_t n_picks;
	struct regex *regex; /* NULL: the whole value */
	char *join;          /* NULL: group "version", or 1, or the whole */
	bool installed;      /* what will run after a boot, not what runs */
	unsigned line;
};

struct rules {
	struct rule *rule;
	size_t n;
};

/* All that is given must hold. */
struct condition {
	struct profile_oid *id; /* one of these prefixes of sysObjectID */
	size_t n_ids;
	struct regex *descr; /* somewhere in sysDescr */
	struct profile_oid at;
	bool has_oid; /* at is there, and its value matches */
	struct regex *value;
};

struct conditions {
	struct condition *condition;
	size_t n;
};

enum component_source {
	COMPONENT_ONE,      /* one value, or one for each row of a column */
	COMPONENT_ENTITY,   /* rows of ENTITY-MIB */
	COMPONENT_PACKAGES, /* HOST-RESOURCES-MIB, hrSWInstalledTable */
};

/* The kinds of the table version; the product itself is not a component. */
enum component_kind {
	KIND_COMPONENT,
	KIND_PACKAGE,
	KIND_KERNEL,
	KIND_BOOTLOADER,
};

struct component_rule {
	enum component_source source;
	enum component_kind kind;
	char *name;                  /* a fixed name, or NULL */
	struct profile_oid names;    /* a column of names; len 0: none */
	struct rule value;           /* COMPONENT_ONE */
	uint32_t classes[PICKS_MAX]; /* COMPONENT_ENTITY */
	size_t n_classes;
	uint32_t software, firmware, serial, label; /* columns, 0: none */
	bool require_all; /* confirmed only when each of them is */
	const struct scheme *scheme[SCHEMES_MAX];
	size_t n_schemes;
};

enum granularity {
	GRANULARITY_PRODUCT, /* not even a release */
	GRANULARITY_RELEASE, /* but not its patches */
	GRANULARITY_PATCH,
	GRANULARITY_HOTFIX,
};

enum reboot_rule { REBOOT_REQUIRED, REBOOT_OPTIONAL, REBOOT_NEVER };

enum message_class {
	MESSAGE_NONE,
	MESSAGE_BOOT,
	MESSAGE_VERSION,
	MESSAGE_UPGRADE_OK,
	MESSAGE_UPGRADE_FAILED,
	MESSAGE_DOWNGRADE,
	MESSAGE_CRASH,
};

struct message_rule {
	enum message_class class;
	char *pattern; /* of regex */
	struct regex *regex;
	struct regex *version; /* or NULL */
};

/* A recording and what must come out of it; a NULL field is not looked at. */
struct profile_test {
	char *recording;
	char *version, *model, *serial;
	char *component; /* "NAME VERSION" that must be among the components */
	char *message;   /* instead of a recording: a log line ... */
	enum message_class class; /* ... of this class, with version if set */
	unsigned line;
};

struct profile {
	char *title;
	char *file;
	uint8_t sha256[DIGEST_LEN]; /* of its file */
	unsigned line;
	int priority;
	char *vendor, *product, *class; /* "Cisco", "IOS XE", "switch" */
	struct conditions match, exclude;
	struct rules version, patchlevel, second, hardware, serial;
	char *complete; /* how version and patchlevel make one; NULL: version */
	struct component_rule *component;
	size_t n_components;
	const struct scheme *scheme[SCHEMES_MAX];
	size_t n_schemes;
	enum granularity granularity;
	unsigned clean; /* of enum clean */
	struct regex *reject;
	enum reboot_rule reboot;
	int64_t settle; /* microseconds after a boot that do not count */
	struct message_rule *message;
	size_t n_messages;
	struct profile_test *test; /* none: no proof can rest on it */
	size_t n_tests;
};

void profile_free(struct profile *p); /* NULL is fine */
bool profile_is_tested(const struct profile *p);

const char *component_kind_name(enum component_kind k);
const char *granularity_name(enum granularity g);
const char *reboot_name(enum reboot_rule r);
const char *message_class_name(enum message_class c); /* as event kinds */

#endif
