/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_PATCH_SCOPE_H
#define REGISTER_PATCH_SCOPE_H

struct context;
struct patch_input;
struct patch_scope;

/*
 * The fix set and the targets of patch_input.h, checked: schemes and profiles
 * are known, versions have a shape that their scheme knows, devices and sites
 * are there. Tells each fault and returns how many.
 */
int patch_scope_read(
    struct context *c, struct patch_input *in, struct patch_scope *scope);

#endif
