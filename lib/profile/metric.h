/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_METRIC_H
#define LIB_PROFILE_METRIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/model/observation.h"
#include "lib/wire/oid.h"

/*
 * What is measured of devices, from files that an administrator may add to
 * (patchwacht-metrics(5)). A group is some columns with the same index, asked
 * side by side, or some single objects: each of its rows is one interface or
 * one component. A column says which field of that row it fills. An interface
 * is known by its index, in whatever group; a component by its group and index.
 */

/* What a row is about; the names are those of metric_kind_name. */
enum metric_kind {
	METRIC_INTERFACE,
	METRIC_CPU,     /* a processor: value, in per cent */
	METRIC_MEMORY,  /* size and used or left, or value, in per cent */
	METRIC_STORAGE, /* a volume: size and used or left, state */
	METRIC_DISK,    /* a drive or an array of drives */
	METRIC_SENSOR,  /* value, in unit; state */
	METRIC_PSU,
	METRIC_FAN,
	METRIC_MEMBER, /* of a stack or a cluster */
	METRIC_MODULE,
	METRIC_POE,     /* a port or a group of ports that give power */
	METRIC_UPS,     /* its output or its alarms */
	METRIC_BATTERY, /* of a UPS */
	METRIC_PRINTER,
	METRIC_SUPPLY, /* toner, paper: size and left */
	METRIC_SYSTEM, /* the device as a whole, as it judges itself */
	METRIC_NEIGHBOUR,
	METRIC_PEER, /* of a routing protocol */
	METRIC_TUNNEL,
	METRIC_ACCESS_POINT,
	METRIC_LICENCE,
	METRIC_KINDS
};

enum metric_field {
	METRIC_TYPE, /* by which a group chooses; of an interface its ifType */

	/* METRIC_INTERFACE only. */
	METRIC_ADMIN,
	METRIC_OPER,
	METRIC_DUPLEX,
	METRIC_SPEED,         /* Mbit/s */
	METRIC_LAST_CHANGE,   /* 1/100 s of sysUpTime */
	METRIC_DISCONTINUITY, /* the same */
	METRIC_IN_OCTETS,
	METRIC_OUT_OCTETS,
	METRIC_IN_PACKETS,
	METRIC_OUT_PACKETS,
	METRIC_IN_ERRORS,
	METRIC_OUT_ERRORS,
	METRIC_IN_DISCARDS,
	METRIC_OUT_DISCARDS,

	/* All others. */
	METRIC_STATE,
	METRIC_VALUE, /* the only one that need not be whole */
	METRIC_SIZE,
	METRIC_USED,
	METRIC_LEFT,      /* instead of USED */
	METRIC_BLOCK,     /* octets that SIZE, USED and LEFT count in */
	METRIC_SCALE,     /* RFC 3433, EntitySensorDataScale, of VALUE */
	METRIC_PRECISION, /* RFC 3433: digits of VALUE behind the point */
	METRIC_LABEL,     /* a name, not a number */
	METRIC_FIELDS
};

struct metric_numbers {
	int64_t *number;
	size_t n;
};

struct metric_words {
	char **word;
	size_t n;
};

struct metric_group;

struct metric_column {
	const struct metric_group *group;
	struct oid oid; /* of the column; of a single object with its .0 */
	enum metric_field field;
	struct metric_numbers good;    /* STATE: all is well */
	struct metric_numbers absent;  /* STATE: there is none */
	struct metric_numbers unknown; /* what it says when it does not know */
	struct metric_numbers bits;    /* STATE of BITS: those looked at */
	struct metric_words words;     /* STATE in words: the first is 1 */
	struct metric_words means;     /* STATE: what 1, 2, ... are called */
	int64_t multiply, divide;      /* 1: as it is */
	unsigned line;
};

/* Whose rows have names in the identity of a device (part_names.h). */
enum metric_index {
	METRIC_INDEX_OWN,
	METRIC_INDEX_ENTITY,  /* entPhysicalIndex */
	METRIC_INDEX_STORAGE, /* hrStorageIndex */
};

/* Of a group whose rows are of several kinds. */
struct metric_case {
	int64_t number; /* what TYPE or the index says, or */
	struct oid oid; /* len 0: a number */
	enum metric_kind kind;
	char *unit;               /* NULL: that of the group */
	int64_t multiply, divide; /* of VALUE, besides those of its column */
};

struct metric_group {
	char *name;
	enum metric_kind kind;
	enum reading_plan plan; /* READING_STABILITY; READING_SNAPSHOT only */
	bool columns;           /* else single objects: one row */
	char *unit;             /* of VALUE; NULL: none */
	struct metric_column *column;
	size_t n_columns;
	struct metric_case *cases; /* none: each row is of kind */
	size_t n_cases;
	bool by_index;           /* cases go by the first number of the index */
	enum metric_index index; /* whose numbers its rows have */

	/* Who is asked. */
	struct oid *id; /* one of these prefixes of sysObjectID; none: all */
	size_t n_ids;
	char *instead; /* only where that group does not tell what the first
			* column of this one does; or NULL */
	size_t number; /* its place in the set */
	char *file;
	unsigned line;
};

/* Never changes after loading; the groups in the order of the files. */
struct metric_set;

/*
 * stability.metrics of each folder; a group replaces an earlier one of the
 * same name. dirs ends with NULL; a file that is not there is passed over when
 * it is not the first. Each fault is logged as FILE:LINE: reason and refuses
 * all.
 */
int metric_set_load(const char *const dirs[], struct metric_set **out);

/* The shipped one (data may be NULL) and the administrator's. */
int metric_set_load_default(const char *data, struct metric_set **out);
int metric_set_parse(
    const char *name, const char *text, size_t len, struct metric_set **out);
void metric_set_free(struct metric_set *set); /* NULL is fine */

size_t metric_set_count(const struct metric_set *set);
const struct metric_group *metric_set_at(
    const struct metric_set *set, size_t i);

/* The group of that name, or NULL. */
const struct metric_group *metric_set_find(
    const struct metric_set *set, const char *name);

/*
 * The column that holds the object, or NULL; *index is the rest of the name,
 * borrowed from it: the row. Of a single object that is empty. after: the
 * column of the object before, or NULL; it makes no difference but in time.
 */
const struct metric_column *metric_find(const struct metric_set *set,
    const struct metric_column *after, struct oid name, struct oid *index);

/* Does a device of that sysObjectID (len 0: it says none) have this group? */
bool metric_is_for(const struct metric_group *g, struct oid sys_object_id);

/* What the MIB calls that state of the group's rows; "": it is not known. */
const char *metric_state_name(const struct metric_group *g, int64_t state);

const char *metric_kind_name(enum metric_kind k);   /* "psu" */
const char *metric_field_name(enum metric_field f); /* "in_errors" */

#endif
