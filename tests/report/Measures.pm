# SPDX-License-Identifier: Apache-2.0
package Measures;

# Every measurement, taken again of the evidence by the definitions that annex A
# prints. $f is of Facts.
use strict;
use warnings;
use utf8;
use Exposed;
use Installed;
use List::Util qw(max min sum0);
use POSIX qw(floor);
use Rows;
use Shown;

sub at { return Shown::at($_[0]) }

sub count { my ($test, @of) = @_; return scalar grep { $test->($_) } @of; }

sub sum { my ($key, @rows) = @_; return sum0(map { $_->{$key} // 0 } @rows); }

# How a measurement is judged: a share with two bounds, or what should not be.
# Those that are not here tolerate nothing, or are counts.
my %share = ((map { $_ => [95, 80] } qw(M-CFG-01 M-CLK-01 M-INV-01 M-INV-03
	M-LOG-01 M-LOG-02 M-LOG-04 M-LOG-05 M-MON-01 M-MON-03 M-MON-04 M-PAT-01b
	M-PAT-12 M-PAT-13 M-PAT-16 M-PAT-17 M-REP-01 M-SUP-01 M-SUP-02)),
    'M-CFG-02' => [98, 90], 'M-MON-02' => [99, 95], 'M-NET-01' => [95, 50],
    'M-NET-03' => [95, 50], 'M-PAT-05' => [90, 80]);
my %wrong = ('M-CAP-01' => [0, 5], 'M-NET-02' => [0, 0], 'M-NET-04' => [2, 10],
    'M-PAT-07' => [2, 5], 'M-PAT-10' => [0, 0], 'M-PAT-11' => [2, 10],
    'M-PAT-15' => [2, 10]);

# Of some the unknown ones stand beside the whole.
my %is_apart = map { $_ => 1 } qw(M-CAP-01 M-CFG-01 M-PAT-07 M-PAT-10 M-PAT-15);

# { ID => { part, whole, unknown, excepted, low, high, within, partly } }
sub all {
	my ($f) = @_;
	my %n = (of_patches($f), of_devices($f), of_ourselves($f), of_entries($f));
	return { map { my $id = $_;
		my @taken = @{ $n{$id} };
		my ($part, $whole, $unknown, $excepted) = map { $_ // 0 }
		    (@taken, (0) x 4)[0 .. 3];
		my $all = $whole + ($is_apart{$id} ? $unknown : 0);
		my ($within, $partly) = bounds($f, $id, \@taken);
		$id => { part => $part, whole => $whole, unknown => $unknown,
		    excepted => $excepted, within => $within, partly => $partly,
		    low => $all ? 100 * $part / $all : undef,
		    high => $all ? 100 * ($part + $unknown) / $all : undef } }
	    keys %n };
}

# The organisation's own go before those of the program.
sub bounds {
	my ($f, $id, $taken) = @_;
	my $usual = $share{$id} // $wrong{$id};
	$usual = [95, 80] if $id eq 'M-PAT-01';
	return () if !$usual || !@$taken;
	for my $own (split /;/, $f->{policy}{thresholds} // '') {
		my ($of, @bounds) = split ' ', $own;
		return @bounds if ($of // '') eq $id;
	}
	return map { $f->{policy}{$_->[0]} // $_->[1] } ['within_percent', 95],
	    ['partly_percent', 80] if "@$usual" eq '95 80';
	return @$usual;
}

# What readings say of a claim that was made in the period.
sub after_claim {
	my ($o) = @_;
	my $is_after = sub { defined $_[0] && $_[0] > $o->{claimed} };
	my $old = $is_after->($o->{old});
	my $read = $old || $is_after->($o->{seen})
	    || $is_after->($o->{confirmed}) || $o->{row}{read_after_claim}
	    || ($o->{row}{readings_after_claim} // 0) > 0;
	return $read ? 'shown' : 'shown before'
	    if $o->{active} || $o->{state} eq 'already_met';
	return 'contradicted' if $old || $o->{state} eq 'rolled_back'
	    || $read && $o->{state} eq 'failed';
	return $read ? 'untold' : 'nothing';
}

# How the observation of an installation ended: well, badly, hardly, before; ''.
sub ended {
	my ($f, $o) = @_;
	my $found = '';
	for my $step (Rows::steps($f, $o)) {
		next if defined $step->{flag} || at($step->{at}) >= $f->{cut};
		my $to = $step->{to_state};
		if ($to eq 'observing') { $found = ''; }
		elsif ($to =~ /^(regressed|stable)$/) {
			$found = at($step->{at}) < $f->{from} ? 'before'
			    : $to eq 'regressed' ? 'badly'
			    : ($step->{cause} // '') eq 'stable_hardly_watched'
				? 'hardly' : 'well';
		}
	}
	return $found;
}

sub of_patches {
	my ($f) = @_;
	my ($e, $from, $cut) = @$f{qw(e from cut)};
	my @all = @{ $f->{all} };
	my @due = @{ $f->{due} };
	my $timed = sub { my $t = shift; count(sub { $_[0]{timing} eq $t }, @due) };
	my %after = map { $_ => 0 } 'shown', 'shown before', 'contradicted',
	    'untold', 'nothing';
	$after{ after_claim($_) }++ for grep { defined $_->{claimed}
	    && $_->{claimed} >= $from && $_->{claimed} < $cut } @all;
	my $claims = sum0(CORE::values(%after));
	my @times = Installed::patch_times($f);
	my @past = grep { $_->{state} !~ /^(already_met|withdrawn)$/
	    && defined $_->{deadline} && $_->{deadline} < $cut } @all;
	my %ended;
	for my $o (@all) {
		my $how = ended($f, $o);
		$how = 'running' if $how eq '' && $o->{state}
		    =~ /^(confirmed|observing)$/;
		$ended{$how}++;
	}
	my $back = sub { my ($o, $since) = @_; grep { !defined $_->{flag}
	    && $_->{to_state} eq 'rolled_back' && at($_->{at}) < $cut
	    && (!defined $since || at($_->{at}) >= $since) }
	    Rows::steps($f, $o) };
	my @approved = grep { defined $_->{approved} } @{ $e->{exceptions} // [] };
	my $expired = count(sub { my $x = shift; at($x->{valid_until}) <= $cut
	    && grep { $_->{row}{patch_id} == $x->{patch_id} && (!$x->{device_id}
		|| $x->{device_id} == $_->{row}{device_id}) && $_->{open}
		&& !$_->{excepted} } @all }, @approved);
	my @installed = grep { defined $_->[1] && $_->[1] >= $from
	    && $_->[1] < $cut } map { [$_, $_->{claimed} // $_->{seen}] }
	    grep { $_->{state} ne 'already_met' } @all;
	my $is_emergency = sub { defined $_[0][0]{row}{emergency_due} };
	my @planned = grep { !$is_emergency->($_) } @installed;
	my $tested = sub { my ($o, $t) = @{ $_[0] };
		my $tested = at($o->{row}{tested});
		return $o->{row}{has_recovery_plan} && $o->{row}{has_test_result}
		    && defined $tested && $tested <= $t };
	my ($in_time, $waits) = (0, 0);
	for my $i (@installed) {
		my ($o, $t) = @$i;
		my ($done, $by) = $is_emergency->($i)
		    ? (at($o->{row}{emergency_approved}), at($o->{row}{emergency_due}))
		    : (at($o->{row}{approved}), $t);
		if (defined $done && $done <= $by) { $in_time++; }
		elsif ($is_emergency->($i) && $by >= $cut) { $waits++; }
	}
	my $assess = $f->{policy}{assess_s} // 7 * 86400;
	my @fresh = grep { my $t = at($_->{registered}); defined $t && $t >= $from
	    && $t < $cut } @{ $e->{patches} };
	my $assessed = count(sub { my $p = shift;
		my $known = min(grep { defined } map { at($p->{$_}) }
		    qw(released advised)) // at($p->{registered});
		return defined $p->{owner}
		    && at($p->{registered}) - $known <= $assess }, @fresh);
	my %listed = map { $_->{patch_id} => 1 } @{ $e->{exploited} // [] };
	my @open = grep { $_->{open} } @all;
	my $used = count(sub { $_[0]{row}{known_exploited}
	    || $listed{ $_[0]{row}{patch_id} } }, @open);
	my $decide = $f->{policy}{decide_s} // 7 * 86400;
	my @advised = grep { my $t = at($_->{known}) + $decide; $t >= $from
	    && $t < $cut } @{ $e->{advisories} // [] };
	my $undecided = count(sub { my $p = shift;
		my $known = min(grep { defined } map { at($p->{$_}) }
		    qw(released advised)) // at($p->{registered});
		return !defined $p->{owner} && $known + $assess >= $cut
		    && at($p->{registered}) - $known <= $assess }, @fresh);
	my %c = Exposed::contained($f);
	my $seen = sum('seen', @{ $e->{changes_seen} // [] });
	return (
	    'M-PAT-01' => [$timed->('on_time'), scalar @due,
		$timed->('unknown'), $timed->('excepted')],
	    'M-PAT-01b' => [$c{patched} + $c{mitigated}, $c{due}, $c{unknown},
		$c{mitigated}],
	    'M-PAT-02' => [$after{contradicted}, $claims,
		$after{nothing} + $after{untold}],
	    'M-PAT-03' => [sum('installed', @times),
		sum('installed', @times) + sum('open', @times)],
	    'M-PAT-04' => [count(sub { $_[0]{overdue} }, @past), scalar @past, 0,
		count(sub { $_[0]{excepted} }, @past)],
	    'M-PAT-05' => [$after{shown} + $after{contradicted} + $after{untold},
		$claims],
	    'M-PAT-06' => [$after{contradicted}, $after{contradicted}
		+ $after{untold} + $after{shown}, $after{untold}],
	    'M-PAT-07' => [$ended{badly} // 0,
		($ended{well} // 0) + ($ended{badly} // 0),
		($ended{hardly} // 0) + ($ended{running} // 0)],
	    'M-PAT-08' => [count(sub { scalar $back->($_[0], $from) }, @all),
		count(sub { defined $_[0]{confirmed} || $back->($_[0]) }, @all)],
	    'M-PAT-09' => [$expired, scalar @approved],
	    'M-PAT-11' => $e->{changes_seen} ? [sum('unrecorded',
		@{ $e->{changes_seen} }), $seen] : [],
	    'M-PAT-12' => [count($tested, @planned), scalar @planned, 0,
		@installed - @planned],
	    'M-PAT-13' => [$in_time, scalar @installed, $waits],
	    'M-PAT-14' => [$used, scalar @open,
		defined(($e->{exploited_list} // {})->{source}) ? 0
		: @open - $used],
	    'M-PAT-16' => [$assessed, scalar @fresh, $undecided],
	    'M-PAT-17' => $e->{advisories} ? [count(sub { my $d = at($_[0]{decided});
		defined $d && $d <= at($_[0]{known}) + $decide }, @advised),
		scalar @advised] : []);
}

sub of_devices {
	my ($f) = @_;
	my ($e, $cut) = @$f{qw(e cut)};
	my @all = @{ $e->{devices} };
	my @here = @{ $f->{devices} };
	my $has = sub { my $key = shift; sub { defined $_[0]{$key} } };
	my $answered = sub { Rows::has_answered($f, $_[0]) };
	my %other;
	my %older = map { $_->{device_id} => 1 } grep { $_->{was_down} } @all;
	for my $ev (@{ $e->{events} // [] }) {
		my ($id, $kind) = @$ev{qw(device_id kind)};
		$other{$id} = 1 if !$ev->{expected} && $kind =~ /^(serial|model)$/;
		$older{$id} = 1 if $kind eq 'downgrade';
		$older{$id} = 0 if $kind eq 'version';
	}
	$older{ $_->{row}{device_id} } = 1 for grep { $_->{state} eq 'rolled_back' }
	    @{ $f->{all} };
	my @needed = qw(owner site criticality vendor model serial version
	    support_end);
	my @logging = grep { ($_->{category} // '') =~ /^(network|server)$/ } @all;
	my $silence = $f->{policy}{log_silence_s} // 86400;
	my %polled = map { $_->{device_id} => $_ } @{ $e->{polled} // [] };
	my $percent = $f->{policy}{answered_percent} // 95;
	my ($read, $unasked) = (0, 0);
	for my $d (@all) {
		my $p = $polled{ $d->{device_id} } // $d;
		my $sleeps = Facts::sleeps($d) && ($p->{weeks} // 0) > 0;
		my $due = ($p->{tried} // 0) - ($p->{planned} // 0);
		if (!$due) { $unasked++; next; }
		$read++ if $answered->($d) && ($sleeps
		    ? ($p->{weeks_read} // 0) >= $p->{weeks}
		    : 100 * ($p->{answered} - ($p->{planned_answered} // 0))
			>= $percent * $due);
	}
	my @v3 = grep { $answered->($_) && ($_->{protocol} // '') eq 'v3' } @all;
	my @keyed = grep { defined $_->{auth} } @v3;
	my @measured = grep { Rows::is_measured($f, $_) } @here;
	my @dated = grep { defined at($_->{support_end}) } @here;
	my @legacy = @{ $e->{legacy} // [] };
	my @busy = @{ $e->{capacity} // [] };
	my @base = @{ $e->{baseline} // [] };
	my $skew = ($f->{policy}{skew_s} // 5) * 1000;
	my @clocks = @{ $e->{clocks} // [] };
	my $right = count(sub { abs $_[0]{skew_ms} <= $skew }, @clocks);
	my $is_ours_right = $e->{own_clock}{synchronised};
	my @changed = grep { $_->{kind} eq 'configuration' }
	    @{ $e->{changes_seen} // [] };
	return (
	    'M-CAP-01' => $e->{capacity} ? [count(sub { $_[0]{too_long} }, @busy),
		scalar @busy, max(0, @here - @busy)] : [],
	    'M-CFG-01' => $e->{baseline} ? [sum('passed', @base),
		sum('passed', @base) + sum('failed', @base),
		sum('unobservable', @base)] : [],
	    'M-CFG-02' => $e->{changes_seen} ? [sum('seen', @changed)
		- sum('unrecorded', @changed), sum('seen', @changed)] : [],
	    'M-CLK-01' => $is_ours_right || !@clocks ? [$right, scalar @clocks]
		: [0, scalar @clocks, scalar @clocks],
	    'M-INV-01' => [count(sub { $answered->($_[0])
		&& !$other{ $_[0]{device_id} } && !defined $_[0]{conflict} }, @here),
		scalar @here, count(sub { !$answered->($_[0]) }, @here)],
	    'M-INV-02' => [map { $_, $_ } ($e->{senders}{unknown_senders} // 0)
		+ (($e->{neighbours} // {})->{unknown} // 0)],
	    'M-INV-03' => [count(sub { my $d = shift;
		!grep { !defined $d->{$_} } @needed }, @here), scalar @here],
	    'M-LOG-01' => [count(sub { ($_[0]{message_days} // 0)
		>= ($_[0]{scope_days} // 1) }, @logging), scalar @logging],
	    'M-LOG-02' => [count(sub { my $s = $_[0]{longest_silence_s};
		defined $s && $s >= 0 && $s <= $silence }, @logging),
		scalar @logging, count(sub { !defined $_[0]{longest_silence_s} },
		@logging)],
	    'M-MON-01' => [$read, scalar @all, $unasked],
	    'M-NET-01' => [count(sub { $_[0]{protocol} eq 'v3'
		&& ($_[0]{security_level} // '') eq 'priv' },
		grep { $answered->($_) } @all), count($answered, @all)],
	    'M-NET-02' => $e->{legacy} && !grep({ $_->{public} } @legacy)
		? [count(sub { $_[0]{answered} }, @legacy), scalar @legacy] : [],
	    'M-NET-03' => [count(sub { $_[0]{auth} =~ /^SHA-(?!1$)/
		&& ($_[0]{priv} // '') =~ /^AES-/ }, @keyed), scalar @v3,
		@v3 - @keyed],
	    'M-NET-04' => $e->{ports} ? [sum('unused', @{ $e->{ports} }),
		sum('ports', @{ $e->{ports} })] : [],
	    'M-PAT-10' => [count(sub { $older{ $_[0]{device_id} } }, @measured),
		scalar @measured, @here - @measured],
	    'M-PAT-15' => [count(sub { at($_[0]{support_end}) <= $cut }, @dated),
		scalar @dated, @here - @dated]);
}

# Seconds in which our poller ran, of those since the period or we began.
sub ran {
	my ($f) = @_;
	my $from = max($f->{from}, at($f->{e}{tenant}{created}));
	my ($reached, $ran) = ($from, 0);
	for my $run (grep { $_->{role} eq 'poll' } @{ $f->{e}{runs} }) {
		my ($started, $seen) = (at($run->{started}), at($run->{seen}));
		next if $seen <= $reached;
		$ran += $seen - max($started, $reached);
		$reached = $seen;
	}
	return (floor($ran + 1e-6), max(0, floor($f->{cut} - $from + 1e-6)));
}

sub of_ourselves {
	my ($f) = @_;
	my ($e, $from, $cut) = @$f{qw(e from cut)};
	my ($ran, $of) = ran($f);
	my $blind = max(0, $of - $ran);
	my %reach = map { $_->{device_id} => $_ } @{ $e->{reach} // [] };
	my @up = (0, 0, 0);
	for my $d (grep { !Facts::sleeps($_) } @{ $e->{devices} }) {
		my $r = $reach{ $d->{device_id} } // {};
		my $watched = $r->{watched_s} // 0;
		my $up = max(0, $watched - ($r->{unreachable_s} // 0));
		my $lost = Rows::has_answered($f, $d) ? min($up, $blind) : $up;
		$up[0] += $up - $lost;
		$up[1] += $watched;
		$up[2] += $lost;
	}
	my $term = sub { $_[0]{severity} eq 'critical'
	    ? $f->{policy}{follow_critical_s} // 4 * 3600
	    : $f->{policy}{follow_s} // 24 * 3600 };
	my ($in_time, $asked) = (0, 0);
	for my $i (@{ $e->{followed} // [] }) {
		my $due = at($i->{opened}) + $term->($i);
		my ($acked, $closed) = map { at($i->{$_}) } qw(acked closed);
		my $good = defined $acked && $acked <= $due;
		next if $due < $from || $due >= $cut
		    || !$good && defined $closed && $closed <= $due;
		$asked++;
		$in_time += $good ? 1 : 0;
	}
	my @kept = grep { defined at($_->{first}) } @{ $e->{retention} // [] };
	my @aged = grep { defined at($_->{since}) && defined at($_->{wanted}) } @kept;
	my @journals = @{ $e->{journals} // [] };
	my $is_read = sub { my $t = at($_[0]{rechecked});
		defined $t && $t >= $from };
	my @well = grep { !$_->{damaged} } @journals;
	my $bad = $e->{chain_check}{bad_seq};
	my $sample = { Installed::sample($f) }->{sample};
	my $seen = $e->{accesses} // {};
	return (
	    'M-EVD-01' => [$bad ? $bad - 1 : $e->{chain_check}{rows},
		$e->{chain_check}{rows}],
	    'M-EVD-02' => [$sample->{size}, $sample->{population}],
	    'M-LOG-03' => [count(sub { $_[0]{checkpoints} && $_[0]{in_order}
		&& $is_read->($_[0]) }, @well), scalar @journals,
		count(sub { !$_[0]{checkpoints}
		|| $_[0]{in_order} && !$is_read->($_[0]) }, @well)],
	    'M-LOG-04' => [count(sub { at($_[0]{since})
		<= max(at($_[0]{first}), at($_[0]{wanted})) }, @aged),
		scalar @kept, @kept - @aged],
	    'M-LOG-06' => [$e->{senders}{protected} // 0, $e->{senders}{total} // 0],
	    'M-LOG-07' => [$seen->{failed} // 0,
		($seen->{failed} // 0) + ($seen->{succeeded} // 0)],
	    'M-MON-02' => [$ran, $of],
	    'M-MON-03' => $e->{reach} ? \@up : [],
	    'M-MON-04' => $e->{followed} ? [$in_time, $asked] : []);
}

sub of_entries {
	my ($f) = @_;
	my %count = map { $_->{id} => $_ } @{ $f->{e}{counts} // [] };
	return map { my $row = $count{$_};
		$_ => $row ? [map { $_ // 0 } @$row{qw(part whole unknown)}] : [] }
	    qw(M-INC-01 M-LOG-05 M-REP-01 M-REP-02 M-SUP-01 M-SUP-02);
}

1;
