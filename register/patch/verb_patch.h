/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_VERB_PATCH_H
#define REGISTER_VERB_PATCH_H

struct context;

/* Verbs of `patchwacht patch` that have a file of their own. */
int verb_patch_import(int argc, char **argv);
int verb_patch_list(int argc, char **argv);
int verb_patch_show(int argc, char **argv);
int verb_patch_withdraw(int argc, char **argv);
int verb_patch_reopen(int argc, char **argv);
int verb_patch_approve(int argc, char **argv);
int verb_patch_assess(int argc, char **argv);
int verb_patch_agree(int argc, char **argv);
int verb_patch_test(int argc, char **argv);
int verb_patch_emergency(int argc, char **argv);
int verb_patch_plan(int argc, char **argv);
int verb_patch_notice(int argc, char **argv);
int verb_patch_calendar(int argc, char **argv);
int verb_patch_informed(int argc, char **argv);
int verb_patch_deviation(int argc, char **argv);

/* Tells it when there is none. */
int verb_patch_find(struct context *c, const char *reference, int *id);

#endif
