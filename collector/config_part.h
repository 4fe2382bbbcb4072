/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_CONFIG_PART_H
#define COLLECTOR_CONFIG_PART_H

#include <stddef.h>

#include "collector/config.h"
#include "lib/base/conf.h"

/* What the files that read parts of a configuration share. */

int config_take_listens(struct config *c, const struct conf_section *root);
void config_free_listens(struct config *c);

int config_take_programs(struct config *c, const struct conf_section *root);
void config_free_programs(struct config *c);

/* Logs "FILE:LINE: name: reason"; ERR_PARSE. */
int config_refuse(const struct conf_section *s, const char *name,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* All that stand under key, of the kind and section that one says. */
int config_take_addresses(struct config *c, const struct conf_section *s,
    const char *key, struct config_address one);

/* The texts of a list, borrowed; the list itself is the caller's to free(). */
const char **config_take_texts(
    const struct conf_section *s, const char *key, size_t *count);

#endif
