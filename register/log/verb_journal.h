/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_LOG_VERB_JOURNAL_H
#define REGISTER_LOG_VERB_JOURNAL_H

/* Those verbs of `patchwacht journal` that have a file of their own. */
int journal_redact_verb(int argc, char **argv);
int journal_replay_verb(int argc, char **argv);

#endif
