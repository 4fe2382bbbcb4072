/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_WATCH_H
#define COLLECTOR_VERIFY_WATCH_H

struct verify;

/*
 * Once a minute, what follows from how things stand (lib/store/alert/
 * watch_store.h): opens an alert for what holds, closes it where it no longer
 * does. v->alerts is loaded.
 */
int watch_take(struct verify *v);

#endif
