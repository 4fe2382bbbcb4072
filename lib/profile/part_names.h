/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_PART_NAMES_H
#define LIB_PROFILE_PART_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "lib/model/structure/structure.h"

/*
 * What people call the parts of a device, and whom its ports lead to: IF-MIB
 * (RFC 2863), ENTITY-MIB (RFC 6933), LLDP-MIB and CISCO-CDP-MIB, from a reading
 * of its identity. Ports and parts are known there by their numbers.
 */
struct snapshot;
struct part_names;

void part_names_read(const struct snapshot *s, struct part_names **out);
void part_names_free(struct part_names *n); /* NULL is fine */

/* ifName, else ifDescr; "" where neither is told. Borrowed from n. */
const char *part_names_port(const struct part_names *n, int64_t if_index);

/*
 * The switch, router or access point that the port leads to, by its name; ""
 * for a desk, a telephone, or nobody.
 */
const char *part_names_peer(const struct part_names *n, int64_t if_index);

/* entPhysicalName, else entPhysicalDescr; "" where there is no such part. */
const char *part_names_entity(const struct part_names *n, int64_t index);

/* By entPhysicalClass; what is told where the class says nothing of it. */
enum structure_kind part_names_kind(
    const struct part_names *n, int64_t index, enum structure_kind told);

/*
 * Adds the parts of ENTITY-MIB (source "entities") and the network devices
 * beside it (source "neighbours").
 */
void part_names_add(const struct part_names *n, struct structure *out);

#define PART_SOURCE_ENTITIES   "entities"
#define PART_SOURCE_NEIGHBOURS "neighbours"

#endif
