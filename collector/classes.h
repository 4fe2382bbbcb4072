/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_CLASSES_H
#define COLLECTOR_CLASSES_H

struct config;
struct profile_set;

/*
 * Sections class "NAME" { } whose name no profile gives to a device: whatever
 * they say holds for nobody. Each is told as FILE:LINE, and is no fault: its
 * profile may be one that is yet to come.
 */
void classes_check(const struct config *c, const struct profile_set *set);

#endif
