#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Who may do what is decided by the database, on the name somebody came in
# with: each act of the process is tried in each function with a plain psql
# connection, and is done or refused. Functions are given by the process owner
# and never to oneself, and end without being forgotten.
# shellcheck disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

plan 24

start_db || exit 1
me=$(id -un)
patchwacht init --name School --quiet || exit 1
patchwacht site add Zuid --quiet || exit 1
echo "Mandaat 2026" >"$tmp/mandate.txt"
enter piet els anna || exit 1

# What became of a statement of somebody: "done" when it changed or told
# something. A policy may also hide what it refuses: no row is changed then.
outcome() { # LOGIN STATEMENT
	if ! said=$(psql -XAt -v ON_ERROR_STOP=1 -v VERBOSITY=verbose \
	    -h "$home/db/run" -d patchwacht -U "$1" -c "$2" 2>&1); then
		case $said in
		*'ERROR:  42501:'*) echo refused ;;
		*) echo "failed: $said" ;;
		esac
		return
	fi
	case $said in
	'UPDATE 0' | 'DELETE 0' | '' | '(0 rows)') echo refused ;;
	*) echo "done" ;;
	esac
}

refused() { # LOGIN STATEMENT NAME
	is "$(outcome "$1" "$2")" refused "$3"
}

held() { # LOGIN
	sql "SELECT string_agg(function,' ' ORDER BY function) FROM holder
	    WHERE login='$1' AND (until IS NULL OR until>now())" \
	    -U patchwacht_owner
}

# Giving functions.

is "$(held "$me")" 'it_staff process_owner' \
    "who sets up an organisation keeps its register, and decides nothing"
like "$(patchwacht audit list "user/$me" --csv)" \
    '*user.grant*set up the organisation*' "which is a change of the register"
fails "nobody gives a function to themselves" \
    patchwacht user grant "$me" board
like "$(cat "$tmp/out")" "*not to oneself: you are $me*" "and is told why"
refused "$me" "INSERT INTO holder(tenant_id,holder_id,login,name,function)
    VALUES(1,50,session_user,'x','board')" "nor by SQL"
refused "$me" "INSERT INTO holder(tenant_id,holder_id,login,name,function,
    granted_by) VALUES(1,50,'piet','x','board','els')" "nor in another's name"
refused "$me" "INSERT INTO holder(tenant_id,holder_id,login,name,function,
    since) VALUES(1,50,'piet','x','board','2020-01-01')" "nor for the past"
pass "the process owner gives one" patchwacht user grant piet system_owner \
    --name 'Piet de Wit' --site Zuid --until 2099-01-01
fails "which its holder cannot pass on" by piet patchwacht user grant els ciso
refused piet "UPDATE holder SET until=NULL" "nor prolong"
refused "$me" "UPDATE holder SET function='board'" "nobody makes it another"
refused "$me" "DELETE FROM holder" "nor takes the row away"
fails "a board by mandate needs its document" \
    patchwacht user grant els board --mandate 'IT tot 2027'
pass "and is given with it" patchwacht user grant els board \
    --mandate 'IT tot 2027' --document "$tmp/mandate.txt"
is "$(patchwacht user show els --json |
    python3 -c 'import json,sys; print(json.load(sys.stdin)[0]["mandate_sha256"])')" \
    "$(sha256sum <"$tmp/mandate.txt" | cut -c1-64)" "whose hash is kept"
pass "an auditor" patchwacht user grant anna toezichthouder
fails "holds nothing else" patchwacht user grant anna it_staff
fails "nor becomes one beside it" patchwacht user grant els auditor
fails "a supplier maintains something" patchwacht user grant els supplier
like "$(patchwacht user grant nobody-yet ciso 2>&1)" \
    '*cannot come in yet*user add nobody-yet*nobody-yet is CISO*' \
    "a name that cannot come in is told"
pass "a function ends" patchwacht user revoke piet systeemeigenaar \
    --reason 'andere baan'
is "$(held piet)" '' "and is no longer held"
like "$(patchwacht user show piet --csv)" "*system_owner*Zuid*$me*ended*" \
    "but is not forgotten"
pass "whoever keeps the database gives a first one" \
    patchwacht-db operator add piet --function process_owner
