/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_MAPPING_MAPPING_FIND_H
#define REGISTER_MAPPING_MAPPING_FIND_H

struct context;
struct mapping;

/*
 * The mapping that --mapping names, a file or one that came with the program
 * ("netbox-devices"), for rows of that kind. name NULL gives NULL. Tells what
 * is wrong, and when nobody has seen its columns in the product's own words.
 */
int mapping_find(const struct context *c, const char *name, const char *kind,
    struct mapping **out);

#endif
