/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_OUTPUT_CSV_H
#define REPORTER_OUTPUT_CSV_H

struct json;
struct template;

/*
 * The values of a report as tables: a file for each list that the template
 * shows, named by it ("frameworks.controls.csv", whose first column says whose
 * rows they are), and values.csv with what is no list. RFC 4180 in UTF-8;
 * columns in the order of names_path, which is templates/reports/values.list;
 * words are their keys, moments are UTC. csv_add keeps spreadsheets from
 * running what a device wrote.
 */
struct output_csv {
	const struct json *values;
	const struct template *template;
	const char *names_path;
	const char *folder; /* made when it is not there */
};

/* Each path that was written goes to wrote. */
int output_csv(const struct output_csv *o, void (*wrote)(const char *path));

#endif
