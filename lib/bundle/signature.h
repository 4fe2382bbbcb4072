/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BUNDLE_SIGNATURE_H
#define LIB_BUNDLE_SIGNATURE_H

#include <stddef.h>

/*
 * A detached signature (CMS, DER) over data. ca_file: who must have certified
 * the signer; NULL: that is not looked at. *signer is the certificate's common
 * name, the caller's to free(). ERR_DENIED: it is not of this data, or not of
 * theirs.
 */
int signature_check(const void *data, size_t len, const void *der,
    size_t der_len, const char *ca_file, char **signer);

/* ERR_NOTFOUND, logged: ca_file has no certificates. NULL is fine. */
int signature_check_ca(const char *ca_file);

#endif
