/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_VERB_DEVICE_H
#define REGISTER_VERB_DEVICE_H

/* The verbs of `patchwacht device` that only read. */
int verb_device_list(int argc, char **argv);
int verb_device_show(int argc, char **argv);
int verb_device_history(int argc, char **argv);

#endif
