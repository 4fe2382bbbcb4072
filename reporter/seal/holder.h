/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_SEAL_HOLDER_H
#define REPORTER_SEAL_HOLDER_H

/*
 * Whose certificate that is: its common name, else its organisation. *name is
 * the caller's to free(). The certificate alone is read, never the key.
 */
int seal_holder(const char *certificate, char **name);

#endif
