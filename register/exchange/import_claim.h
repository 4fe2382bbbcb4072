/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_IMPORT_CLAIM_H
#define REGISTER_IMPORT_CLAIM_H

/* patchwacht import claims FILE; argv[2] on are its words. */
int import_claims(int argc, char **argv);
int import_supplier_claims(int argc, char **argv);

#endif
