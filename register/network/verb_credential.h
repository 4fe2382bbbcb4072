/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_VERB_CREDENTIAL_H
#define REGISTER_VERB_CREDENTIAL_H

struct context;

/* Complains when there is none by that label. */
int verb_credential_find(struct context *c, const char *label, int *id);

/* In verb_snmp_test.c. */
int verb_credential_test(int argc, char **argv);

#endif
