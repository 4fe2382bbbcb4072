/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_LOG_JOURNAL_FOLDER_H
#define REGISTER_LOG_JOURNAL_FOLDER_H

/*
 * Calls look for the journal in one folder, under the folder's own name; or,
 * with a NULL folder, for each journal of the installation, all of them even
 * when one fails. What fails last is the answer.
 */
int journal_folder_each(const char *folder,
    int (*look)(const char *dir, const char *name, void *arg), void *arg);

#endif
