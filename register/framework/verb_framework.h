/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_VERB_FRAMEWORK_H
#define REGISTER_VERB_FRAMEWORK_H

#include <stdbool.h>

#include "lib/framework/catalogue.h"

struct context;

/* The verbs of `patchwacht framework`, and what they share. */

int framework_use_verb(int argc, char **argv);
int framework_hide_verb(int argc, char **argv);
int framework_import_verb(int argc, char **argv);
int framework_export_verb(int argc, char **argv);
int framework_remove_verb(int argc, char **argv);
int framework_exclude_verb(int argc, char **argv);
int framework_include_verb(int argc, char **argv);

/* Those of the data folder; catalogue_free. */
int framework_catalogue(struct context *c, struct catalogue *out);

/* "there is no framework "cbx"; did you mean "cbw"?", and what names them. */
void framework_tell_missing(
    struct context *c, const struct catalogue *all, const char *name);

/* Told when it is none; for names of one's own. */
bool framework_name_fits(const char *name);
int framework_check_name(const char *name);

/*
 * Whether there is such a control: of a catalogue, or of those that the
 * organisation added. ERR_NOTFOUND after telling so.
 */
int framework_check_control(
    struct context *c, const char *framework, const char *control);

/* "M-PAT-01, M-PAT-04" as "M-PAT-01 M-PAT-04"; ERR_PARSE adds to why. */
struct buf;
int framework_read_ids(const char *text, struct buf *out, struct buf *why);

#endif
