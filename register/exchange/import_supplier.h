/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_IMPORT_SUPPLIER_H
#define REGISTER_IMPORT_SUPPLIER_H

/* patchwacht import suppliers FILE; argv[2] on are its words. */
int import_suppliers(int argc, char **argv);

#endif
