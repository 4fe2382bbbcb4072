/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_PART_NAMES_H
#define LIB_PROFILE_PART_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/model/structure/structure.h"

/*
 * What people call the parts of a device, and whom its ports lead to: IF-MIB
 * (RFC 2863), ENTITY-MIB (RFC 6933), HOST-RESOURCES-MIB (RFC 2790), LLDP-MIB
 * and CISCO-CDP-MIB, from a reading of its identity. Ports and parts are known
 * there by their numbers.
 */
struct snapshot;
struct part_names;

void part_names_read(const struct snapshot *s, struct part_names **out);
void part_names_free(struct part_names *n); /* NULL is fine */

/* By ifType of IANAifType-MIB: one with a plug, or made of some that have one;
 * what a host makes and forgets by itself is none of them. */
bool part_names_is_port(int64_t type);

/* Interfaces in the order of their numbers, ports or not. */
size_t part_names_count(const struct part_names *n);
int64_t part_names_index(const struct part_names *n, size_t i);
int64_t part_names_type(const struct part_names *n, size_t i); /* 0: untold */

/* ifName, else ifDescr; "" where neither is told. Borrowed from n. */
const char *part_names_port(const struct part_names *n, int64_t if_index);

/*
 * The switch, router or access point that the port leads to, by its name; ""
 * for a desk, a telephone, or nobody.
 */
const char *part_names_peer(const struct part_names *n, int64_t if_index);

/* entPhysicalName, else entPhysicalDescr; "" where there is no such part. */
const char *part_names_entity(const struct part_names *n, int64_t index);

/* hrStorageDescr (RFC 2790): "/var", "C:\\ Label:Data"; "": there is none. */
const char *part_names_volume(const struct part_names *n, int64_t index);

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
