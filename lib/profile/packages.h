/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_PACKAGES_H
#define LIB_PROFILE_PACKAGES_H

#include <stdbool.h>

/*
 * What an agent lists as installed software: name_version_architecture on
 * Debian, name-version-release.architecture where packages are RPMs.
 */
enum package_form { PACKAGE_DPKG, PACKAGE_RPM };

/*
 * Both are new and the caller's to free, on true only. An epoch is not told by
 * either agent.
 */
bool package_split(
    const char *text, char **name, char **version, enum package_form *form);

#endif
