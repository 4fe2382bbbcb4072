/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_VERB_DISCOVER_H
#define REGISTER_VERB_DISCOVER_H

/* The verbs of `patchwacht discover` about what was found. */
int verb_discover_list(int argc, char **argv);
int verb_discover_accept(int argc, char **argv);
int verb_discover_refuse(int argc, char **argv);
int verb_discover_neighbours(int argc, char **argv);

#endif
