/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_ASSESS_VALUE_PARTS_H
#define REPORTER_ASSESS_VALUE_PARTS_H

#include "reporter/assess/facts.h"
#include "reporter/assess/values.h"

/* The parts of values_build: each puts its names into v. */

void value_summary(const struct facts *f, struct json *v);
void value_priorities(const struct facts *f, struct json *v);

/* A light per site; the worst rule wins. Under this share measured one is grey,
 * unless it is red. */
enum { SITE_MEASURED_PERCENT = 80 };
void value_sites(const struct facts *f, struct json *v);
void value_coverage(const struct facts *f, struct json *v);

void value_obligations(const struct facts *f, struct json *v);
void value_work(const struct facts *f, struct json *v);
void value_rounds(const struct facts *f, struct json *v);
void value_trend(const struct facts *f, struct json *v);

/* What was tested, and assessed in time, of what there was of it. */
void value_put_prepared(const struct facts *f, struct json *row);

/* After value_summary and value_document, whose figures it puts last. */
void value_earlier(const struct values_input *in, struct json *v);

/* Of the lists of events and looks that are in v already. */
void value_event_proofs(const struct facts *f, struct json *v);
void value_exceptions(const struct facts *f, struct json *v);
void value_process(const struct facts *f, struct json *v);
void value_stability(const struct facts *f, struct json *v);
void value_outside(const struct facts *f, struct json *v);
void value_interventions(const struct facts *f, struct json *v);
void value_watching(const struct facts *f, struct json *v);
void value_own(const struct facts *f, struct json *v);
void value_suppliers(const struct facts *f, struct json *v);
void value_contracts(const struct facts *f, struct json *v);
void value_entries(const struct facts *f, struct json *v);
/* What stands behind measurements besides part and whole. */
void value_figures(const struct facts *f, struct json *v);
void value_exposure(const struct facts *f, struct json *v);
void value_settings(const struct facts *f, struct json *v);
void value_customers(const struct facts *f, struct json *v);
void value_sample(const struct facts *f, struct json *v);
void value_actions(const struct facts *f, struct json *v);

/* After value_actions and value_entries: of the lists that are in v already. */
void value_asked(const struct facts *f, struct json *v);
void value_measurements(const struct values_input *in, struct json *v);
void value_frameworks(const struct values_input *in, struct json *v);
void value_document(const struct values_input *in, struct json *v);
void value_instrument(const struct values_input *in, struct json *v);

/* Copies a column of a row, whatever its type. */
void value_copy(
    struct json *to, const char *key, const struct json *row, const char *from);

/* What every list says of an obligation; a new row. */
struct json *value_obligation(const struct obligation *o);

/* How its deadline went: a word timing.WORD. */
const char *value_timing(const struct facts *f, const struct obligation *o);

/* "12, 15": the evidence of the last step into a state; also as a list. */
void value_evidence(
    const struct obligation *o, const char *state, struct json *to);

/* Its columns, of whatever list: measurement, name, outcome, part, whole ... */
struct measurement;
void value_put_measurement(const struct measurement *m, struct json *row);

/* Of a control of the matrix: ids and titles; whether anything speaks about it,
 * be it that it does not apply; how sure the less sure of both is; a row with
 * the evidence there is; and that it was declared not to apply. */
struct buf;
struct chosen;
struct chosen_control;
struct control;
void value_put_control(const struct control *c, struct json *row);
bool value_is_assessed(const struct chosen_control *of);
const char *value_tag(const struct control *c);
void value_control(const struct measurement *taken, const struct chosen *ch,
    const struct chosen_control *of, struct json *list);
void value_statement(const struct chosen *ch, const struct chosen_control *of,
    struct json *list);

/* Ids of measurements, NULL-ended: each in full, or families once. */
void value_list_ids(const char *const *ids, struct buf *out);
void value_list_short(const char *const *ids, struct buf *out);

#endif
