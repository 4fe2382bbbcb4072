/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_VERB_DEVICE_H
#define REGISTER_VERB_DEVICE_H

#include "register/show/table.h"

/* Verbs of `patchwacht device` of their own; those after these only read. */
int verb_device_accept(int argc, char **argv);
int verb_device_import(int argc, char **argv);
int verb_device_list(int argc, char **argv);
int verb_device_show(int argc, char **argv);
int verb_device_history(int argc, char **argv);
int verb_device_samples(int argc, char **argv);
int verb_device_lost(int argc, char **argv);
int verb_device_checks(int argc, char **argv);
int verb_device_ports(int argc, char **argv);
int verb_device_capacity(int argc, char **argv);

/* As sample_store_latest gives them. */
extern const struct column sample_columns[];

/* What was measured longer ago than this is not shown unasked. */
#define SAMPLES_SINCE (3 * CLOCK_HOUR)

#endif
