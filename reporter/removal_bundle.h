/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_REMOVAL_BUNDLE_H
#define REPORTER_REMOVAL_BUNDLE_H

#include <stdint.h>

/*
 * Removes an evidence bundle, FILE.pdf and its folder FILE: the files that its
 * manifest names, when one of them is the report with that hash. ERR_OK when it
 * is not there any more, or is of another report; files that somebody added
 * keep the folder, which is logged.
 */
int removal_bundle(const char *path, const uint8_t *report_sha256);

#endif
