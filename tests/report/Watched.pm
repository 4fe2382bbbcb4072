# SPDX-License-Identifier: Apache-2.0
package Watched;

# What devices did, how they are set up, and when nobody looked, made again of the
# evidence. $f is of Facts.
use strict;
use warnings;
use utf8;
use List::Util qw(max sum0);
use POSIX qw(floor);
use Rows qw(at digest_in median same unnamed @rings);

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
		    same($evidence{$id}, qw(at kind journal seq)),
		    digest_in($evidence{$id}) };
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

sub watching {
	my ($f) = @_;
	my ($e, $from, $cut) = @$f{qw(e from cut)};
	my @devices = @{ $e->{devices} };
	my @answered = grep { Rows::has_answered($f, $_) } @devices;
	my $snmp = sub { my ($p, $l) = @_; scalar grep { ($_->{protocol} // '') eq $p
	    && (!defined $l || ($_->{security_level} // '') eq $l) } @answered };
	my $most = ($f->{policy}{log_silence_s} // 86400);
	my %reach = map { $_->{device_id} => $_ } @{ $e->{reach} // [] };
	my @away = sort { $reach{ $b->{device_id} }{unreachable_s}
	    <=> $reach{ $a->{device_id} }{unreachable_s} } grep {
	    !Facts::sleeps($_)
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
		last_message)), longest_s => $_->{longest_silence_s},
		days => floor($_->{longest_silence_s} / 86400) } }
		grep { $_->{category} =~ /^(network|server)$/
		&& ($_->{longest_silence_s} // -1) > $most } @devices],
	    retention => [map { +{ same($_, qw(class since)),
		keep_days => floor(($_->{keep_s} // 0) / 86400),
		dropped_days => $_->{dropped_days} // 0 } }
		@{ $e->{retention} // [] }],
	    expiring => [map { my $until = at($_->{until}); +{ same($_, qw(listener
		kind subject until)), state => !defined $until
		? 'unusable' : $until <= $f->{cut} ? 'ran_out' : 'runs_out' } }
		@{ $e->{expiring} // [] }], papers => papers($f),
	    papers_looked => ($e->{papers} // {})->{looked},
	    expiring_senders => [map { +{ same($_, qw(device sender listener
		fingerprint until)), state => at($_->{until}) <= $f->{cut}
		? 'ran_out' : 'runs_out' } } @{ $e->{expiring_senders} // [] }],
	    sender_papers => !$e->{sender_papers} ? 'unrecorded'
		: $e->{sender_papers}{looked} ? 'looked' : 'not_looked',
	    sender_papers_looked => ($e->{sender_papers} // {})->{looked},
	    sender_papers_surplus => ($e->{sender_papers} // {})->{surplus},
	    losses => $e->{losses} // [], sleepers => $e->{sleepers} // [],
	    reach => { devices_away => scalar @away, listed => scalar @away },
	    unreachable => [map { my $r = $reach{ $_->{device_id} };
		{ device => $_->{name}, site => $_->{site},
		unreachable_s => $r->{unreachable_s}, share => $r->{watched_s}
		? 100 * max(0, $r->{watched_s} - $r->{unreachable_s})
		    / $r->{watched_s} : 0 } } @away],
	    followed => { taken => scalar @taken, take_s => median(@taken) },
	    clock => { measured => scalar @skew, median_ms => median(@skew),
		most_ms => $skew[-1] },
	    journals => [map { recounted($f, $_) } @{ $e->{journals} // [] }],
	    gaps => [gaps($f)]);
}

# Was anything looked at that may run out? A listener does so each day.
sub papers {
	my ($f) = @_;
	my $e = $f->{e};
	return 'unrecorded' unless $e->{papers};
	return 'looked' if $e->{papers}{looked};
	return (grep { $_->{role} eq 'listen'
	    && at($_->{seen}) >= $f->{cut} - 3600 } @{ $e->{runs} // [] })
	    ? 'no_tls' : 'not_looked';
}

# No damage is known of what nobody read since the period began.
sub recounted {
	my ($f, $j) = @_;
	my $read = at($j->{rechecked});
	my $word = $j->{damaged} ? 'damaged' : !defined $read ? 'never'
	    : $read < $f->{from} ? 'before'
	    : $j->{damaged_ever} ? 'elsewhen' : 'whole';
	return { (map { $_ => $j->{$_} } grep { $_ ne 'damaged_ever' } keys %$j),
	    recount => $word,
	    $word =~ /never|before/ ? (damaged => undef) : () };
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

1;
