/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_CUSTOMERS_H
#define REPORTER_CUSTOMERS_H

struct db;
struct evidence_scope;
struct json;

/*
 * For a service provider: what it keeps for each customer, a row each in the
 * list customers of its own evidence, so that the report is a function of that
 * like any other. A customer is an organisation whose setting provider_tenant
 * has the number of this one, and that who asks may read: nobody becomes one by
 * what the provider says. Each is looked at by itself, in a snapshot of its
 *own, and forgotten before the next.
 *
 *	customer, name, due, on_time, late, unknown, excepted, share, overdue,
 *	devices, measured, light, snapshot
 *
 * ERR_DENIED, logged, for an organisation of another kind: a customer's report
 * never names another.
 */
int customers_collect(
    struct db *db, const struct evidence_scope *scope, struct json *evidence);

#endif
