# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2154
#
# Readings as store would write them, for scripts without a poller. The story
# begins ten minutes ago, and counts seconds from there.

start=$(($(date +%s) - 600))
journal=00000000-0000-4000-8000-000000000001
echo 0 >"$tmp/seq"

owner() {
	sql "$1" -U patchwacht_owner
}

at() { # SECONDS
	echo "to_timestamp($((start + $1)))"
}

# A switch, as it tells itself. SECONDS is when it is asked: its uptime follows
# from when it booted.
switch() { # VERSION SERIAL BOOTED SECONDS
	up=$((($4 - $3) * 100))
	cat <<-EOF
	1.3.6.1.2.1.1.1.0|4|Cisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version $1, RELEASE SOFTWARE (fc2)
	1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.9.1.1208
	1.3.6.1.2.1.1.3.0|67|$up
	1.3.6.1.2.1.1.5.0|4|switch
	1.3.6.1.2.1.47.1.1.1.1.5.1001|2|3
	1.3.6.1.2.1.47.1.1.1.1.7.1001|4|1
	1.3.6.1.2.1.47.1.1.1.1.10.1001|4|$1
	1.3.6.1.2.1.47.1.1.1.1.11.1001|4|$2
	1.3.6.1.2.1.47.1.1.1.1.13.1001|4|WS-C2960X-24TS-L
	EOF
}

# reading DEVICE SECONDS [OUTCOME]: the recording is read from standard input.
reading() {
	# On the right of a pipe a variable would be forgotten.
	seq=$(($(cat "$tmp/seq") + 1))
	echo "$seq" >"$tmp/seq"
	cat >"$tmp/recording"
	hex=
	[ ! -s "$tmp/recording" ] ||
	    hex=$("$builddir/tests/integration/varbinds" "$tmp/recording")
	sql "BEGIN;
	    SELECT part_ensure('reading', $(at "$2"), $(at "$2"));
	    INSERT INTO reading VALUES($(at "$2"), 1, $1, '$journal', $seq,
		$seq, $(at "$2"), '${3-answered}', 900, 'v2c', 'none',
		'127.0.0.1', NULL, decode('$hex', 'hex'));
	    INSERT INTO journal_pos VALUES('$journal', 'poll', 'here', 1, $seq,
		$seq, now()) ON CONFLICT(journal) DO UPDATE SET seq = $seq;
	    NOTIFY patchwacht_reading;
	    COMMIT" -U patchwacht_store >/dev/null
}

nothing() { # DEVICE SECONDS
	reading "$1" "$2" silent </dev/null
}

read_all() {
	[ "$(owner "SELECT count(*) FROM journal_pos j LEFT JOIN reader_pos r
	    ON r.reader = 'verify' AND r.journal = j.journal
	    WHERE r.seq IS DISTINCT FROM j.seq")" = 0 ]
}

# Until all is read and the clock was asked once more: what ends a look of the
# verifier is the clock's transaction, and the second of two began after that.
settle() {
	wait_for 20 read_all && clock_asked
}

clock_asked() {
	sql "DO \$\$ DECLARE
	    began timestamptz := clock_timestamp();
	    last timestamptz := began;
	    ended timestamptz;
	    times integer := 0;
	BEGIN
	    WHILE times < 2 LOOP
		PERFORM pg_sleep(0.02), pg_stat_clear_snapshot();
		SELECT max(query_start) INTO ended FROM pg_stat_activity
		    WHERE usename = 'patchwacht_verify' AND state = 'idle'
		    AND query = 'COMMIT';
		IF ended > last THEN
		    times := times + 1;
		    last := ended;
		END IF;
		IF clock_timestamp() > began + interval '20 s' THEN
		    RAISE 'the clock is not asked';
		END IF;
	    END LOOP;
	END \$\$" -U patchwacht_cluster
}
