/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_DATA_H
#define LIB_BASE_DATA_H

/*
 * Where the files stand that came with the program (mibs/, templates/):
 * PATCHWACHT_DATADIR; else what the configuration says; else the sources, when
 * the program runs from a build folder inside them; else where they were
 * installed. below is a path inside ("mibs", "templates/words.nl"); the result
 * is the caller's to free().
 */
char *data_path(const char *configured, const char *below);

#endif
