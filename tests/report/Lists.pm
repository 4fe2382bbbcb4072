# SPDX-License-Identifier: Apache-2.0
package Lists;

# The lists of a report, and the figures beside them, made again from what its
# evidence says: for who counts them. $f is of Facts.
use strict;
use warnings;
use utf8;
use Digest::SHA qw(sha256_hex);
use Encode qw(encode);
use Facts;
use JSON::PP;
use List::Util qw(max min sum0 uniq);
use POSIX qw(floor);
use Shown;

my %rank = (critical => 0, high => 1, medium => 2, low => 3);
my @rings = qw(pilot few some rest none);

sub at { return Shown::at($_[0]) }

sub same { my ($row, @keys) = @_; return map { ($_ => $row->{$_}) } @keys; }

sub is_true { return $_[0] ? 1 : 0; }

# Begun days between two moments.
sub days {
	my ($from, $to) = @_;
	return undef unless defined $from;
	my $us = floor(($to - $from) * 1e6 + 0.5);
	return $us <= 0 ? 0 : floor(($us + 86_400e6 - 1) / 86_400e6);
}

# { ROWS => [...], FIGURES => {...} } by name: everything that stands here.
sub all {
	my ($f) = @_;
	return { obligations($f), work($f), stability($f), exposure($f),
	    watching($f), settings($f), entered($f), contracts($f),
	    instrument($f), interventions => interventions($f), parts($f) };
}

sub steps { my ($f, $o) = @_;
	return @{ $f->{steps}{"$o->{row}{patch_id}/$o->{row}{device_id}"} // [] };
}

# What the last step, into a state or any, rests on.
sub proof {
	my ($f, $o, $state) = @_;
	my ($step) = grep { @{ $_->{evidence} // [] }
	    && (!defined $state || $_->{to_state} eq $state) }
	    reverse steps($f, $o);
	my $ids = $step ? $step->{evidence} : undef;
	return (evidence => $ids ? join(', ', @$ids) : undef,
	    evidence_ids => $ids);
}

sub obligation {
	my ($f, $o) = @_;
	return (same($o->{row}, qw(reference patch device site priority deadline
		running claimed)), state => $o->{state},
	    map { ($_ => is_true($o->{row}{$_})) }
	    qw(known_exploited internet_facing));
}

sub timing {
	my ($f, $o) = @_;
	return $o->{timing} if $o->{due};
	return $o->{deadline} >= $f->{cut} ? 'before_due' : 'earlier';
}

sub light {
	my ($o) = @_;
	return !$o->{overdue} ? 'grey'
	    : $o->{row}{priority} eq 'critical' ? 'red' : 'orange';
}

sub late_s {
	my ($f, $o) = @_;
	return $o->{overdue} ? floor($f->{cut} - $o->{deadline} + 1e-7) : undef;
}

sub obligations {
	my ($f) = @_;
	my ($e, $cut, @all) = (@$f{qw(e cut)}, @{ $f->{all} });
	my %evidence = map { $_->{evidence_id} => $_ } @{ $e->{evidence} // [] };
	my $pick = sub {
		my ($test, $more) = @_;
		return [map { my $o = $_; +{ obligation($f, $o), $more->($o) } }
		    grep { $test->($_) } @all];
	};
	my @proofs = map { my $o = $_;
		my %of = proof($f, $o, $o->{active} ? 'confirmed' : undef);
		map { +{ proof_of($o, $evidence{$_}) } }
		    grep { $evidence{$_} } @{ $of{evidence_ids} // [] } } @all;
	return (
		implemented => $pick->(sub { $_[0]{active} && defined $_[0]{seen}
			&& $_[0]{seen} >= $f->{from} && $_[0]{seen} < $cut },
		    sub { my $o = shift; (same($o->{row}, 'protocol'),
			timing => timing($f, $o), seen_at => $o->{seen},
			proof($f, $o, 'confirmed')) }),
		already => $pick->(sub { $_[0]{state} eq 'already_met' },
		    sub { proof($f, $_[0], 'already_met') }),
		open => $pick->(sub { $_[0]{open} }, sub { my $o = shift;
			(light => light($o), late_s => late_s($f, $o),
			stand => $o->{excepted} ? 'excepted'
			    : $o->{overdue} ? 'overdue' : 'within_term',
			proof($f, $o)) }),
		unknown => $pick->(sub { $_[0]{timing} eq 'unknown' },
		    sub { proof($f, $_[0]) }),
		deviations => [map { my $o = $_; map { +{
			obligation($f, $o), same($_, qw(at to_state cause)),
			evidence_ids => $_->{evidence} } } grep {
			!defined $_->{flag} && at($_->{at}) >= $f->{from}
			&& $_->{to_state} =~ /^(failed|rolled_back|undeterminable)$/
		    } steps($f, $o) } @all],
		proofs => \@proofs,
		sample($f),
	);
}

sub proof_of {
	my ($o, $e) = @_;
	my $content = ref $e->{content} eq 'HASH' ? $e->{content} : {};
	my $said = $content;
	for my $c (@{ $content->{components} // [] }) {
		my $name = $c->{kind} . (($c->{component} // '') ne ''
		    ? ":$c->{component}" : '');
		$said = $c if grep { $_ eq $name } @{ $o->{row}{fix_components} // [] };
	}
	return (same($e, qw(evidence_id at kind journal seq sha256)),
	    same($o->{row}, qw(reference device)), oid => $said->{oid},
	    raw => $e->{kind} eq 'reading' ? unnamed($said->{raw}) : undef,
	    value => unnamed($said->{value}));
}

# Addresses of network cards are written as that, whole or with the mark that
# evidence has for their second half; a date is none.
sub unnamed {
	my ($text) = @_;
	return undef unless defined $text;
	my $x = '[0-9A-Fa-f]';
	my $month = '(?:0[1-9]|1[0-2])';
	my $day = '(?:0[1-9]|[12]\d|3[01])';
	my $date = "(?:(?:0[1-9]|[123]\\d)([:-])$month\\g{-1}$day\\g{-1}"
	    . "(?:[01]\\d|2[0-3])\\g{-1}[0-5]\\d\\g{-1}[0-5]\\d|(?:19|20)\\d\\d([.-])$month$day\\g{-1}\\d{4})(?!$x)";
	my $mark = '\[' . $x . '{6}\]';
	$text =~ s/(?<!$x)(?:(?:$x{1,2}:){3}|(?:$x$x-){3}|$x{4}[.-]$x$x|$x{6}-|(?:$x$x ){3})$mark/[MAC]/g;
	$text =~ s/(?<!$x)(?!$date)(?:$x{2}:$x{2}:$x{2}:$x{2}:$x{2}:$x{2}|$x{2}-$x{2}-$x{2}-$x{2}-$x{2}-$x{2}|$x{4}([.-])$x{4}\g{-1}$x{4})(?!$x)/[MAC]/g;
	return $text;
}

# The lowest digests of the seed with each line.
sub sample {
	my ($f) = @_;
	my $seed = $f->{e}{chain}{hash} // '';
	my @lines = sort { $a->[0] cmp $b->[0]
	    || $a->[1]{row}{device_id} <=> $b->[1]{row}{device_id} }
	    map { [encode('UTF-8', "$_->{row}{reference}\t$_->{row}{device}\n"),
		$_] } @{ $f->{due} };
	my @drawn = sort { $a->[0] cmp $b->[0] }
	    map { [sha256_hex("$seed\t$_->[0]"), $_->[1]] } @lines;
	splice @drawn, 25 if @drawn > 25;
	my $n = 0;
	return (sample => { seed => $seed, population => scalar @lines,
		population_sha256 => sha256_hex(join '', map { $_->[0] } @lines),
		size => scalar @drawn },
	    sampled => [map { my ($digest, $o) = @$_; { number => ++$n,
		same($o->{row}, qw(reference device site deadline priority)),
		state => $o->{state}, digest => $digest, proof($f, $o) } } @drawn]);
}

sub work {
	my ($f) = @_;
	my ($cut, @all) = ($f->{cut}, @{ $f->{all} });
	my $span = sub { my ($from, $to) = @_;
		return defined $from && $to >= $from ? floor($to - $from + 1e-7)
		    : undef };
	my $rows = sub { return [map { my $o = $_; +{ obligation($f, $o),
		light => light($o), late_s => late_s($f, $o),
		claimed_s => $span->($o->{claimed}, $cut),
		left_s => $span->($cut, $o->{deadline}),
		same($o->{row}, qw(window_start supplier)),
		owner => ($f->{device}{ $o->{row}{device_id} } // {})->{owner},
		proof($f, $o) } } @_] };
	my $deadline = sub { $_[0]{deadline} <=> $_[1]{deadline} };
	my $urgency = sub { ($rank{ $_[0]{row}{priority} } // 3)
	    <=> ($rank{ $_[1]{row}{priority} } // 3) || $deadline->(@_) };
	my $polls = $f->{policy}{silent_polls} // 3;
	my $is_out = sub { my $d = shift;
		return defined $d->{last_try} if !defined $d->{last_answer};
		return ($d->{class} // '') ne 'printer'
		    && ($d->{silent} // 0) >= $polls };
	return (
		late => $rows->(sort { $urgency->($a, $b) } grep { $_->{open}
		    && $_->{overdue} } @all),
		broken => $rows->(sort { $urgency->($a, $b) } grep { $_->{state}
		    =~ /^(regressed|rolled_back|failed)$/ } @all),
		unconfirmed => $rows->(sort { $urgency->($a, $b) } grep { $_->{open}
		    && defined $_->{claimed} && $_->{claimed} < $cut } @all),
		next => $rows->(sort { $deadline->($a, $b) } grep { $_->{open}
		    && !$_->{overdue} && $_->{deadline} >= $cut
		    && $_->{deadline} < $cut + 31 * 86400 } @all),
		out_of_reach => [map { +{ device => $_->{name}, same($_, qw(site
		    category last_answer silent_since owner supplier)) } }
		    grep { $is_out->($_) } @{ $f->{devices} }],
		verdicts => [map { my $o = $_; +{ obligation($f, $o),
		    timing => timing($f, $o), level => 'E' . ($o->{row}{level} // 0),
		    same($o->{row}, qw(protocol security_level policy_version)),
		    seen_at => defined $o->{seen} && $o->{seen} < $cut
			? $o->{seen} : undef, proof($f, $o) } } @all],
		rounds => [rounds($f)],
		patch_times => [patch_times($f)],
		actions => [actions($f)],
		lateness => lateness($f),
	);
}

sub rounds {
	my ($f) = @_;
	my @rows;
	for my $patch (@{ $f->{e}{patches} }) {
		my @of = grep { $_->{row}{patch_id} == $patch->{patch_id}
		    && $_->{state} !~ /^(already_met|withdrawn)$/ } @{ $f->{all} };
		next unless grep { defined $_->{seen} && $_->{seen} < $f->{cut}
		    ? $_->{seen} >= $f->{from}
		    : at($_->{row}{created}) < $f->{cut} } @of;
		my $first = 1;
		for my $k (0 .. 4) {
			my @in = grep { my $r = $_->{row}{ring} // 4;
			    ($r < 0 || $r > 4 ? 4 : $r) == $k } @of or next;
			my @seen = grep { $_->{active} && defined $_->{seen}
			    && $_->{seen} < $f->{cut} } @in;
			my ($out) = grep { defined } map { $patch->{$_} }
			    qw(released advised registered);
			push @rows, { same($patch, qw(reference priority)),
			    patch => $patch->{title}, ring => $rings[$k],
			    devices => scalar @in,
			    proven => scalar(grep { $_->{active} } @in),
			    disturbed => scalar(grep { $_->{state} eq 'regressed' }
				@in), released => $first ? $out : undef,
			    deadline_at => min(grep { defined }
				map { $_->{deadline} } @in),
			    window_start_at => min(grep { defined }
				map { at($_->{row}{window_start}) } @in),
			    window_end_at => max(grep { defined }
				map { at($_->{row}{window_end}) } @in),
			    first_seen_at => min(map { $_->{seen} } @seen) };
			$first = 0;
		}
	}
	return @rows;
}

# The one that so many percent do not exceed.
sub rank_of {
	my ($percent, @sorted) = @_;
	return undef unless @sorted;
	return $sorted[floor((@sorted * $percent + 99) / 100) - 1];
}

sub patch_times {
	my ($f) = @_;
	return map { my $p = $_;
		my @of = grep { $_->{row}{priority} eq $p
		    && defined at($_->{row}{clock_start}) } @{ $f->{all} };
		my $from = sub { at($_[0]{row}{clock_start}) };
		my @taken = sort { $a <=> $b } map { max(0, $_->{seen} - $from->($_)) }
		    grep { $_->{active} && defined $_->{seen}
		    && $_->{seen} >= $f->{from} && $_->{seen} < $f->{cut} } @of;
		my @open = sort { $a <=> $b } map { $f->{cut} - $from->($_) }
		    grep { $_->{open} && $from->($_) < $f->{cut} } @of;
		my $s = sub { defined $_[0] ? floor($_[0] + 1e-7) : undef };
		@taken + @open ? +{ priority => $p, installed => scalar @taken,
		    open => scalar @open, median_s => $s->(rank_of(50, @taken)),
		    p90_s => $s->(rank_of(90, @taken)),
		    mean_s => @taken ? $s->(sum0(map { floor($_ + 1e-7) } @taken)
			/ @taken) : undef,
		    open_median_s => $s->(rank_of(50, @open)),
		    open_max_s => $s->(rank_of(100, @open)) } : () }
	    qw(critical high medium low);
}

sub lateness {
	my ($f) = @_;
	my @late = sort { $a <=> $b } map { $f->{cut} - $_->{deadline} }
	    grep { $_->{overdue} } @{ $f->{all} };
	return { map { $_->[0] => @late ? days(0, rank_of($_->[1], @late)) : 0 }
	    ['median_days', 50], ['most_days', 100] };
}

sub actions {
	my ($f) = @_;
	my @kinds = (
		[install_now => 'system_owner', sub { $_[0]{overdue}
		    && $_[0]{state} !~ /^(rolled_back|undeterminable)$/ }],
		[restore => 'system_owner', sub { $_[0]{state} eq 'rolled_back' }],
		[attest => 'system_owner', sub { $_[0]{state} eq 'undeterminable' }],
		[plan => 'it_staff', sub { !$_[0]{overdue} && $_[0]{open}
		    && !$_[0]{excepted}
		    && $_[0]{state} !~ /^(rolled_back|undeterminable)$/ }]);
	my @rows;
	my $names = sub { my @n = @_; my $more = @n - 3; splice @n, 3 if @n > 3;
		return join(', ', @n) . ($more > 0 ? " +$more" : '') };
	for my $kind (@kinds) {
		my ($name, $owner, $test) = @$kind;
		for my $p (@{ $f->{e}{patches} }) {
			my @of = grep { $_->{row}{patch_id} == $p->{patch_id}
			    && $test->($_) } @{ $f->{all} } or next;
			push @rows, { number => @rows + 1, kind => $name,
			    risk => $name, reference => $p->{reference},
			    patch => $p->{title}, priority => $p->{priority},
			    devices => $names->(map { $_->{row}{device} } @of),
			    count => scalar @of, owner => $owner,
			    deadline_at => min(map { $_->{deadline} } @of),
			    owner_named => $p->{owner} };
		}
	}
	my @blind = grep { !is_measured($f, $_) } @{ $f->{devices} };
	push @rows, { number => @rows + 1, kind => 'measure', count => scalar @blind,
	    devices => $names->(map { $_->{name} } @blind), owner => 'it_staff' }
	    if $f->{polled} && @blind;
	return @rows;
}

sub is_measured {
	my ($f, $d) = @_;
	return $f->{polled} && defined $d->{last_answer}
	    && (defined $d->{version} || ($d->{packages} // 0) > 0);
}

sub event {
	my ($e) = @_;
	my ($was, $is) = ($e->{detail} // '') =~ /^(.*?) became (.*)$/s;
	return { same($e, qw(device site at kind source)),
	    detail => $e->{source} ne 'syslog' && defined $is
		? unnamed("$was \x{2192} $is") : undef,
	    evidence => $e->{evidence_id}, evidence_ids =>
		[$e->{evidence_id} ? $e->{evidence_id} : ()] };
}

# A log line of a boot that was read from the device as well.
sub is_told_better {
	my ($e, @events) = @_;
	return $e->{kind} eq 'boot' && $e->{source} eq 'syslog' && grep {
		$_->{kind} eq 'boot' && $_->{source} eq 'snmp'
		&& $_->{device_id} == $e->{device_id}
		&& abs(at($_->{at}) - at($e->{at})) <= 600 } @events;
}

sub stability {
	my ($f) = @_;
	my ($e, @all) = ($f->{e}, @{ $f->{all} });
	my @events = @{ $e->{events} // [] };
	my $word = sub { $_[0]{outcome} eq 'failed' && defined $_[0]{dismissed}
	    ? 'dismissed' : $_[0]{outcome} };
	my $look = sub { my $l = shift; my $r = $l->{ring} // 4;
		my $id = $l->{evidence_id};
		return { same($l, qw(at reference patch device site day dismissed
		    dismissed_why)), ring => $rings[$r < 0 || $r > 4 ? 4 : $r],
		    verdict => $word->($l), evidence => $id,
		    evidence_ids => [$id ? $id : ()] } };
	my @looks = @{ $e->{looks} // [] };
	my @of_device = grep { defined $_->{device_id} } @looks;
	my @disturbances = map { event($_) } grep { !$_->{expected}
	    && $_->{kind} =~ /^(boot|silent|returned|crash)$/
	    && !is_told_better($_, @events) } @events;
	my @outside = map { event($_) } grep { !$_->{expected} && !$_->{recorded}
	    && $_->{kind} =~ /^(version|downgrade|component|serial|model|engine)$/
	    } @events;
	my @looked = map { $look->($_) } grep { $word->($_) ne 'passed' } @of_device;
	my %evidence = map { $_->{evidence_id} => $_ } @{ $e->{evidence} // [] };
	my (%told, @proofs);
	for my $row (@disturbances, @outside, @looked) {
		my ($id) = @{ $row->{evidence_ids} };
		next if !$id || !$evidence{$id} || $told{$id}++;
		push @proofs, { evidence_id => $id, device => $row->{device},
		    what => $row->{kind} // 'look',
		    same($evidence{$id}, qw(at kind journal seq sha256)) };
	}
	my $state = sub { my $s = shift; scalar grep { $_->{state} =~ $s } @all };
	return (disturbances => \@disturbances, outside => \@outside,
	    event_proofs => \@proofs, looks => \@looked,
	    ring_looks => [map { $look->($_) } grep { !defined $_->{device_id} }
		@looks],
	    looked => { map { my $w = $_; $w => scalar grep { $word->($_) eq $w }
		@of_device } qw(passed undecided failed dismissed) },
	    observed => { done => $state->(qr/^stable$/),
		running => $state->(qr/^(observing|confirmed)$/),
		rolled_back => $state->(qr/^rolled_back$/) },
	    dismissed => [map { +{ same($_, qw(at reference device reason)) } }
		@{ $e->{dismissed} // [] }],
	    unrecorded => [map { +{ same($_, qw(device kind seen unrecorded)),
		evidence_ids => $_->{evidence} } } grep { $_->{unrecorded} }
		@{ $e->{changes_seen} // [] }]);
}

sub exposure {
	my ($f) = @_;
	my ($e, $cut) = @$f{qw(e cut)};
	my $x = $e->{exploited_list} // {};
	my @open = grep { $_->{open} } @{ $f->{all} };
	my @holes = map { my $o = $_;
		my @h = grep { $_->{patch_id} == $o->{row}{patch_id} }
		    @{ $e->{exploited} // [] };
		@h = ({}) if !@h && $o->{row}{known_exploited};
		map { +{ same($o->{row}, qw(reference device site)),
		    same($_, qw(vulnerability listed due)),
		    open_days => days(at($o->{row}{clock_start}), $cut),
		    days_past => days(at($_->{due}), $cut),
		    internet_facing => is_true($o->{row}{internet_facing}),
		    proof($f, $o) } } @h } @open;
	my @dated = grep { defined at($_->{support_end}) } @{ $f->{devices} };
	my @ended = grep { at($_->{support_end}) <= $cut } @dated;
	my @waiting = grep { !defined $_->{decided} } @{ $e->{advisories} // [] };
	my %contained = contained($f);
	my $w = $e->{watched} // {};
	return (exploited => \@holes,
	    exploited_list => { same($x, qw(source dated made entries)),
		is_there => is_true(defined $x->{source}), open => scalar @holes },
	    support => { known => scalar @dated, ended => scalar @ended,
		unknown => @{ $f->{devices} } - @dated },
	    unsupported => [map { +{ device => $_->{name},
		same($_, qw(site vendor model)) } } @ended],
	    undecided => [map { +{ same($_, qw(reference title source known
		devices)), days => days(at($_->{known}), $cut) } } @waiting],
	    watched => { same($w, 'unfollowed_types'), map { $_ => $w->{$_} // 0 }
		qw(sources types unfollowed unfollowed_devices) },
	    contained => { map { $_ => $contained{$_} }
		qw(due patched mitigated unknown neither term_s longest_s
		mixed) });
}

# Critical holes by the time for a measure, as by a deadline; a measure counts
# that was taken by then and not over before.
sub contained {
	my ($f) = @_;
	my $usual = $f->{policy}{mitigate_s} // 7 * 86400;
	my %policy = map { $_->{version} => $_ } @{ $f->{e}{policies} };
	my %n = map { $_ => 0 } qw(due patched mitigated unknown neither);
	my @terms;
	for my $row (@{ $f->{e}{deployments} }) {
		next if $row->{priority} ne 'critical' || !defined at($row->{clock_start});
		my $o = Facts::stand($row);
		my $under = $policy{ $row->{policy_version} // 0 } // $f->{policy};
		my $term = $under->{mitigate_s} // 7 * 86400;
		$o->{deadline} = at($row->{clock_start}) + $term;
		Facts::judge($o);
		next if !$o->{due};
		$n{due}++;
		push @terms, $term;
		my $is_mitigated = grep { $_->{patch_id} == $row->{patch_id}
		    && in_time($_, $o->{deadline}) && (!defined $_->{device}
			|| $_->{device} eq $row->{device})
		    && (!defined at($_->{ended})
			|| at($_->{ended}) >= $o->{deadline}) }
		    @{ $f->{e}{mitigations} // [] };
		$n{ $o->{timing} eq 'on_time' ? 'patched'
		    : $is_mitigated ? 'mitigated'
		    : $o->{timing} eq 'unknown' ? 'unknown' : 'neither' }++;
	}
	@terms = ($usual) if !@terms;
	return (%n, term_s => min(@terms), longest_s => max(@terms),
	    mixed => is_true(min(@terms) < max(@terms)));
}

# Taken, and entered but for five minutes.
sub in_time {
	my ($measure, $deadline) = @_;
	return $measure->{stand} eq 'in_time' if !defined at($measure->{made});
	return at($measure->{at}) <= $deadline
	    && at($measure->{made}) <= $deadline + 300;
}

sub median { return rank_of(50, sort { $a <=> $b } @_); }

sub watching {
	my ($f) = @_;
	my ($e, $from, $cut) = @$f{qw(e from cut)};
	my @devices = @{ $e->{devices} };
	my @answered = grep { defined $_->{last_answer} } @devices;
	my $snmp = sub { my ($p, $l) = @_; scalar grep { ($_->{protocol} // '') eq $p
	    && (!defined $l || ($_->{security_level} // '') eq $l) } @answered };
	my $most = ($f->{policy}{log_silence_s} // 86400);
	my %reach = map { $_->{device_id} => $_ } @{ $e->{reach} // [] };
	my @away = sort { $reach{ $b->{device_id} }{unreachable_s}
	    <=> $reach{ $a->{device_id} }{unreachable_s} } grep {
	    ($_->{class} // '') ne 'printer'
	    && ($reach{ $_->{device_id} } // {})->{unreachable_s} } @devices;
	my @taken = map { floor(at($_->{acked}) - at($_->{opened}) + 1e-7) }
	    grep { defined at($_->{acked}) && at($_->{opened}) >= $from }
	    @{ $e->{followed} // [] };
	my @skew = sort { $a <=> $b } map { abs $_->{skew_ms} }
	    @{ $e->{clocks} // [] };
	return (snmp => { v1 => $snmp->('v1'), v2c => $snmp->('v2c'),
		map { ("v3_$_" => $snmp->('v3', $_)) } qw(none auth priv) },
	    logging => { devices_heard => scalar(grep { $_->{messages} } @devices) },
	    silent => [map { +{ device => $_->{name}, same($_, qw(site
		last_message)), days => floor($_->{longest_silence_s} / 86400) } }
		grep { $_->{category} =~ /^(network|server)$/
		&& ($_->{longest_silence_s} // -1) > $most } @devices],
	    retention => [map { +{ same($_, qw(class since)),
		keep_days => floor(($_->{keep_s} // 0) / 86400),
		dropped_days => $_->{dropped_days} // 0 } }
		@{ $e->{retention} // [] }],
	    losses => $e->{losses} // [],
	    reach => { devices_away => scalar @away, listed => scalar @away },
	    unreachable => [map { my $r = $reach{ $_->{device_id} };
		{ device => $_->{name}, site => $_->{site},
		unreachable_s => $r->{unreachable_s}, share => $r->{watched_s}
		? 100 * max(0, $r->{watched_s} - $r->{unreachable_s})
		    / $r->{watched_s} : 0 } } @away],
	    followed => { taken => scalar @taken, take_s => median(@taken) },
	    clock => { measured => scalar @skew, median_ms => median(@skew),
		most_ms => $skew[-1] },
	    journals => $e->{journals} // [], gaps => [gaps($f)]);
}

# When our poller stood still for over ten minutes.
sub gaps {
	my ($f) = @_;
	my $reached = max($f->{from}, at($f->{e}{tenant}{created}));
	my @gaps;
	my $add = sub { my ($from, $to) = @_;
		push @gaps, { from_at => $from, to_at => $to,
		    length_s => floor($to - $from + 1e-7) } if $to - $from > 600 };
	for my $run (grep { $_->{role} eq 'poll' } @{ $f->{e}{runs} }) {
		next if at($run->{seen}) <= $reached;
		$add->($reached, at($run->{started}));
		$reached = at($run->{seen});
	}
	$add->($reached, $f->{cut});
	return @gaps;
}

sub settings {
	my ($f) = @_;
	my $e = $f->{e};
	# Those with the most of it first, and none without.
	my $most = sub { my ($list, $key) = @_;
		my @rows = grep { ($_->{$key} // 0) > 0 } @{ $e->{$list} // [] };
		return sort { $b->{$key} <=> $a->{$key} } @rows };
	my $sum = sub { my ($list, $key) = @_;
		return sum0(map { $_->{$key} // 0 } @{ $e->{$list} // [] }) };
	my $words = sub { join ', ', @{ $_[0] // [] } };
	my @failed = $most->('baseline', 'failed');
	my @legacy = @{ $e->{legacy} // [] };
	my @busy = @{ $e->{capacity} // [] };
	return (
	    baseline => { devices => scalar @{ $e->{baseline} // [] },
		passed => $sum->('baseline', 'passed'),
		observable => $sum->('baseline', 'passed')
		    + $sum->('baseline', 'failed'),
		unobservable => $sum->('baseline', 'unobservable'),
		devices_failed => scalar @failed },
	    baseline_failed => [map { +{ same($_, qw(device site failed)),
		evidence_ids => $_->{evidence} } } @failed],
	    port => { ports => $sum->('ports', 'ports'),
		unused => $sum->('ports', 'unused'),
		links => $sum->('ports', 'links') },
	    unused_ports => [map { +{ same($_, qw(device site unused ports)) } }
		$most->('ports', 'unused')],
	    linked_ports => [map { +{ same($_, qw(device site links)),
		ports => $words->($_->{labels}) } }
		$most->('ports', 'links')],
	    legacy => { tried => scalar @legacy,
		answered => scalar(grep { $_->{answered} } @legacy) },
	    legacy_answers => [map { +{ same($_, qw(device at answers)) } }
		grep { $_->{answered} } @legacy],
	    capacity => { devices => scalar @busy,
		too_long => scalar(grep { $_->{too_long} } @busy),
		unmeasured => !exists $e->{capacity} ? 0
		    : max(0, @{ $f->{devices} } - @busy) },
	    too_busy => [map { +{ same($_, qw(device site over hours high)),
		what => $words->($_->{what}) } } grep { $_->{too_long} }
		$most->('capacity', 'over')]);
}

sub entered {
	my ($f) = @_;
	my ($e, $from, $cut) = @$f{qw(e from cut)};
	my @entries = @{ $e->{entries} // [] };
	my $in = sub { my $t = at($_[0]); defined $t && $t >= $from && $t < $cut };
	my $here = sub { my $x = shift; my $before = $x->{before} // '';
		return $x->{status} ne 'closed' || $in->($x->{closed})
		    || $before ne '' && $before ne 'closed' };
	my $status = sub { my $x = shift; return $x->{status} eq 'closed'
	    && ($x->{outcome} // '') ne '' ? $x->{outcome} : $x->{status} };
	my $rows = sub { my ($keys, @of) = @_; return map { +{
		same($_, @$keys), status => $status->($_),
		due_at => defined at($_->{due}) ? at($_->{due}) - 1 : undef } } @of };
	my @incidents = grep { $_->{kind} eq 'incident' && $in->($_->{opened}) }
	    @entries;
	my $took = sub { my $key = shift; map { floor(at($_->{$key})
	    - at($_->{opened}) + 1e-7) } grep { defined at($_->{$key})
	    && at($_->{$key}) >= at($_->{opened}) } @incidents };
	my @taken = $took->('acknowledged');
	my @over = $took->('closed');
	my @x = @{ $e->{exceptions} // [] };
	my @approved = grep { defined $_->{approved} } @x;
	my @active = grep { at($_->{valid_until}) > $cut } @approved;
	my $with = sub { my $k = shift; scalar grep { ($_->{$k} // '') ne '' }
	    @approved };
	my $old_open = sub { my $x = shift; at($x->{valid_until}) <= $cut && grep {
		$_->{row}{patch_id} == $x->{patch_id} && (!$x->{device_id}
		|| $x->{device_id} == $_->{row}{device_id}) && $_->{open}
		&& !$_->{excepted} } @{ $f->{all} } };
	my $copies = sub { my ($list, @keys) = @_;
		return [map { +{ same($_, @keys) } } @{ $e->{$list} // [] }] };
	return (
	    registered => [$rows->([qw(id kind title cause risk cost owner patch
		device site supplier reference result closed ended_as)],
		grep { $_->{kind} =~ /^(action|decision)$/ && $here->($_) }
		@entries)],
	    reviews => [$rows->([qw(id title topic owner report supplier result
		closed)], grep { $_->{kind} eq 'review' && $here->($_) } @entries)],
	    registered_changes => [map { $_->{status} = 'unclosed'
		if $_->{status} eq 'expired'; $_ } $rows->([qw(id title owner
		device site patch opened until reference)], grep {
		$_->{kind} eq 'change' && at($_->{opened}) < $cut
		&& at($_->{until}) >= $from } @entries)],
	    attestations => [map { $_->{status} = 'valid'
		if $_->{status} eq 'open'; $_ } $rows->([qw(id title topic owner
		site opened sha256)], grep { $_->{kind} eq 'attestation'
		&& ($here->($_) || $in->($_->{until})) } @entries)],
	    incidents => [$rows->([qw(id title severity owner reference device
		site opened acknowledged closed)], @incidents)],
	    incident => { count => scalar @incidents, taken_up => scalar @taken,
		over => scalar @over, take_up_s => median(@taken),
		close_s => median(@over) },
	    exceptions => [map { +{ same($_, qw(reference patch device priority
		reason measure owner requested approved valid_until)),
		decided_as => $_->{decided_as} // 'nobody',
		stand => defined $_->{refused} ? 'refused'
		    : defined $_->{declared} ? 'declared'
		    : !defined $_->{approved} ? 'requested'
		    : at($_->{valid_until}) <= $cut ? 'expired' : 'valid' } } @x],
	    exception => { approved => scalar @approved,
		active => scalar @active,
		new => scalar(grep { at($_->{approved}) >= $from } @approved),
		expired => @approved - @active,
		expired_open => scalar(grep { $old_open->($_) } @approved),
		(map { ("with_$_" => $with->($_)) } qw(owner reason measure)),
		with_end => scalar(grep { defined at($_->{valid_until}) }
		    @approved),
		decided_by_other => scalar(grep { !exists $_->{decided_by_other}
		    || $_->{decided_by_other} } @approved),
		oldest_s => @active ? floor(max(map { $cut - at($_->{approved}) }
		    @active) + 1e-7) : undef },
	    declared => { exceptions => scalar grep { defined $_->{declared} } @x },
	    noted => $copies->('noted', qw(kind at reference patch device site what
		why)),
	    mitigations => $copies->('mitigations', qw(at reference patch priority
		device measure evidence stand ended)),
	    informed => $copies->('informed', qw(at reference patch who how
		of_plan)),
	    holders => $copies->('holders', qw(function scope mandate people since
		until)));
}

sub contracts {
	my ($f) = @_;
	my $e = $f->{e};
	my $count = sub { my ($rows, $key, $word) = @_;
		return scalar grep { ($_->{$key} // '') eq $word } @$rows };
	my $by = sub { my ($list, $make) = @_;
		return [map { my $s = $_; my @of = grep { $_->{supplier} eq $s }
		    @{ $e->{$list} // [] };
		    { supplier => $s, days_late => max(0, map { $_->{days_late} // 0 }
			@of), $make->(\@of) } } uniq(map { $_->{supplier} }
		    @{ $e->{$list} // [] })] };
	my @devices = @{ $e->{devices} };
	return (
	    supplier_terms => $by->('duties', sub { my $of = shift;
		my %n = map { $_ => $count->($of, 'timing', $_) }
		    qw(on_time late unknown no_term);
		return (%n, due => $n{on_time} + $n{late} + $n{unknown}) }),
	    supplier_claims => $by->('supplier_claims', sub { my $of = shift;
		my %n = map { $_ => $count->($of, 'outcome', $_) }
		    qw(observed contradicted unknown not_registered);
		return (%n, claimed => sum0(CORE::values(%n))) }),
	    claims_doubted => [map { +{ same($_, qw(supplier patch device claimed
		outcome observed agreed days_late)) } }
		grep { $_->{outcome} ne 'observed' }
		@{ $e->{supplier_claims} // [] }],
	    suppliers => [map { my $s = $_; my @of = grep {
		($_->{row}{supplier} // '') eq $s } @{ $f->{due} };
		{ supplier => $s, due => scalar @of,
		devices => scalar(grep { ($_->{supplier} // '') eq $s } @devices),
		map { my $t = $_; ($t => scalar grep { $_->{timing} eq $t } @of) }
		    qw(on_time late unknown) } } uniq(grep { defined }
		map { $_->{supplier} } @devices)]);
}

sub instrument {
	my ($f) = @_;
	my $e = $f->{e};
	my (@roles, %role);
	for my $run (@{ $e->{runs} }) {
		push @roles, $role{ $run->{role} } = { role => $run->{role},
		    from => $run->{started}, starts => 0 } if !$role{ $run->{role} };
		$role{ $run->{role} }{starts}++;
		$role{ $run->{role} }{to} = $run->{seen};
	}
	my @customers = @{ $e->{customers} // [] };
	return (roles => \@roles, customers => \@customers,
	    all_customers => { count => scalar @customers, map { my $k = $_;
		($k => sum0(map { $_->{$k} // 0 } @customers)) } qw(due on_time
		late unknown excepted overdue devices measured) },
	    anchors => [map { +{ journal => $_->{stream}, record => $_->{seq},
		same($_, qw(host checkpoint at hash line)) } }
		@{ $e->{anchors} // [] }],
	    policy => { same($f->{policy}, qw(version name effective reason
		critical_s)) });
}

# How often people did what moves figures.
sub interventions {
	my ($f) = @_;
	my ($e, $from) = @$f{qw(e from)};
	my @changes = @{ $e->{changes} // [] };
	my $done = sub { my $what = shift; scalar grep { $_->{action} eq $what }
	    @changes };
	my $is_lower = sub { my $d = eval { decode_json($_[0]{detail} // '') } // {};
		my ($old, $new) = map { $rank{ ($d->{$_} // {})->{priority} // '' } }
		    qw(old new);
		return defined $old && defined $new && $new > $old };
	my $made = sub { scalar grep { defined at($_->{made})
	    && at($_->{made}) >= $from } map { @{ $e->{$_} // [] } } @_ };
	my %newest = map { ("$_->{framework} $_->{control}" => $_) }
	    @{ $e->{applicability} // [] };
	my @policies = @{ $e->{policies} };
	shift @policies;
	my %n = (
		late_registration => scalar(grep { defined at($_->{released})
		    && at($_->{registered}) >= $from && at($_->{registered})
			- at($_->{released}) > 7 * 86400 } @{ $e->{patches} }),
		lowered_class => scalar(grep { $_->{action} eq 'patch.edit'
		    && $is_lower->($_) } @changes),
		own_deadline => scalar(grep { defined $_->{deadline} }
		    @{ $e->{patches} }),
		exception => scalar(grep { $_->{timing} eq 'excepted' }
		    @{ $f->{due} }),
		regression_dismissed => scalar @{ $e->{dismissed} // [] },
		untested_profile => scalar(grep { $_->{active}
		    && !$_->{row}{profile_tested} } @{ $f->{all} }),
		policy_changed => scalar(grep { at($_->{effective}) >= $from }
		    @policies),
		framework_changed => $made->(qw(framework_choices
		    framework_controls)),
		not_applicable => scalar(grep { !$_->{applicable} }
		    CORE::values(%newest)),
		map { my ($kind, $what) = @$_; ($kind => $done->($what)) }
		    [patch_edited => 'patch.edit'],
		    [device_retired => 'device.retire'],
		    [patch_withdrawn => 'patch.withdraw']);
	return [map { +{ kind => $_, count => $n{$_} } } qw(late_registration
	    patch_edited lowered_class own_deadline exception device_retired
	    patch_withdrawn regression_dismissed untested_profile policy_changed
	    framework_changed not_applicable)];
}

# Months and quarters, each as it stood at its end.
sub parts {
	my ($f) = @_;
	my %rows = (months => [], quarters => []);
	my $e = $f->{e};
	for my $part (@{ $e->{period}{parts} // [] }) {
		my ($from, $to) = (at($part->{from}), at($part->{to}));
		next if $from >= $f->{cut};
		my $name = $part->{name};
		my %row = (name => $name, word => $name =~ /^\d{4}-(\d\d)$/ ? "M$1"
		    : $name =~ /^\d{4}(Q\d)$/ ? $1 : 'Y',
		    interim => is_true($f->{cut} < $to));
		my $is_before = at($e->{tenant}{created}) >= $to;
		my %n = counts_of($e, $from, $to);
		$row{$_} = $is_before ? undef : $n{$_} for keys %n;
		push @{ $rows{ $part->{kind} eq 'quarter' ? 'quarters' : 'months' } },
		    \%row;
	}
	# Facts are of the whole again.
	Facts::read_evidence($e);
	return %rows;
}

sub counts_of {
	my ($e, $since, $to) = @_;
	my $f = Facts::read_evidence($e, $since, $to);
	my ($from, $cut, @all) = (@$f{qw(from cut)}, @{ $f->{all} });
	my $in = sub { my $t = at($_[0]); defined $t && $t >= $from && $t < $cut };
	my %n = map { my $t = $_; ($t => scalar grep { $_->{timing} eq $t }
	    @{ $f->{due} }) } qw(on_time late unknown excepted);
	my $steps = sub { my $s = shift; scalar grep { !defined $_->{flag}
	    && $_->{to_state} eq $s && $in->($_->{at}) } @{ $e->{transitions} } };
	my $entries = sub { my ($kind, $key) = @_; scalar grep {
	    $_->{kind} eq $kind && $in->($_->{$key}) } @{ $e->{entries} // [] } };
	return (%n, due => scalar @{ $f->{due} },
	    share => @{ $f->{due} } ? 100 * $n{on_time} / @{ $f->{due} } : undef,
	    within => $f->{policy}{within_percent},
	    overdue => scalar(grep { $_->{overdue} } @all),
	    implemented => scalar(grep { $_->{active} && defined $_->{seen}
		&& $_->{seen} >= $from && $_->{seen} < $cut } @all),
	    (map { ($_ => $steps->($_)) } qw(rolled_back failed regressed)),
	    patches => scalar(grep { $in->($_->{registered}) } @{ $e->{patches} }),
	    exceptions => scalar(grep { $in->($_->{approved}) }
		@{ $e->{exceptions} // [] }),
	    disturbances => !$f->{polled} ? undef : scalar(grep {
		!$_->{expected} && $_->{kind} =~ /^(boot|silent|crash)$/
		&& $in->($_->{at}) } @{ $e->{events} // [] }),
	    incidents => $entries->('incident', 'opened'),
	    decisions => $entries->('decision', 'closed'),
	    actions_done => $entries->('action', 'closed'));
}

1;
