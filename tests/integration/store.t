#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# lib/store against a real server: the claims are those of
# tests/unit/store/check_db.c.
. "$(dirname "$0")/lib.sh"

if ! start_db; then
	echo "Bail out! no database"
	exit 1
fi
CMOCKA_MESSAGE_OUTPUT=TAP "$builddir/tests/unit/store/check_db"
