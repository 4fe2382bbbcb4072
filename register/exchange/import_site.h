/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_IMPORT_SITE_H
#define REGISTER_IMPORT_SITE_H

/* patchwacht import sites FILE; argv[2] on are its words. */
int import_sites(int argc, char **argv);

#endif
