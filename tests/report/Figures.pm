# SPDX-License-Identifier: Apache-2.0
package Figures;

# The figures of a report, counted again from what its evidence says. $f is of
# Facts, $v what is stated, $ok->(HELD, CLAIM, WHY) told of each.
use strict;
use warnings;
use utf8;
use Facts;
use JSON::PP;
use POSIX qw(floor);

sub number { my ($of, $test) = @_; return scalar grep { $test->($_) } @$of; }

sub in_time {
	my ($is, $stated, $of, $what) = @_;
	$is->($stated->{due}, scalar @$of, "$what: due");
	for my $word (qw(on_time late unknown excepted)) {
		$is->($stated->{$word}, number($of,
		    sub { $_[0]{timing} eq $word }), "$what: $word");
	}
	return;
}

sub text_of {
	my ($x) = @_;
	return !defined $x ? '(null)' : ref $x
	    ? JSON::PP->new->canonical->allow_nonref->encode($x) : "$x";
}

sub check {
	my ($f, $v, $ok) = @_;
	my ($e, $from, $cut) = @$f{qw(e from cut)};
	my $is = sub {
		my ($got, $wanted, $claim) = (text_of($_[0]), text_of($_[1]), $_[2]);
		return $ok->($got eq $wanted, $claim,
		    "stated:   $got\ncomputed: $wanted");
	};
	my $s = $v->{summary};
	in_time($is, $s, $f->{due}, 'all');
	for my $row (@{ $v->{priorities} }, { %{ $s->{critical} },
		priority => 'critical' }) {
		in_time($is, $row, [grep { $_->{row}{priority} eq $row->{priority} } @{ $f->{due} }],
		    $row->{priority});
	}
	my %counts = (
		implemented => sub { $_[0]{active} && defined $_[0]{seen}
		    && $_[0]{seen} >= $from && $_[0]{seen} < $cut },
		already => sub { $_[0]{state} eq 'already_met' },
		late_or_overdue => sub { $_[0]{overdue} || $_[0]{timing} eq 'late' },
		overdue => sub { $_[0]{overdue} }, open => sub { $_[0]{open} },
		confirmed => sub { $_[0]{active} },
		confirmed_secure => sub { $_[0]{active}
		    && ($_[0]{row}{protocol} // '') eq 'v3'
		    && ($_[0]{row}{security_level} // '') ne 'none' },
		from_registration => sub { $_[0]{due}
		    && ($_[0]{row}{clock_basis} // '') eq 'registered' },
		map { my $state = $_; $state => sub { $_[0]{state} eq $state } }
		    qw(rolled_back failed undeterminable observing stable));
	$is->($s->{$_}, number($f->{all}, $counts{$_}), $_) for sort keys %counts;
	$is->($s->{confirmed_insecure}, $s->{confirmed} - $s->{confirmed_secure},
	    'confirmed_insecure');
	my %of_patch;
	push @{ $of_patch{ $_->{row}{patch_id} } }, $_ for @{ $f->{due} };
	$is->($s->{patches}, scalar @{ $e->{patches} }, 'patches');
	$is->($s->{patches_due}, scalar keys %of_patch, 'patches due');
	$is->($s->{patches_on_time}, number([values %of_patch], sub {
		!grep { $_->{timing} ne 'on_time' } @{ $_[0] } }),
	    'patches on time on all devices');
	my @devices = @{ $f->{devices} };
	$is->($s->{devices}, scalar @devices, 'devices');
	$is->($s->{alerts}, scalar @{ $e->{alerts} }, 'alerts');
	$is->($s->{alerts_open}, number($e->{alerts}, sub { !defined $_[0]{closed} }),
	    'alerts that hold');
	$is->($s->{measured}, 0, 'nothing was measured without polling') if !$f->{polled};
	$is->($s->{measured} + $s->{unmeasured}, $s->{devices},
	    'measured and not measured are all');
	$is->($s->{unmeasured}, scalar @{ $v->{unmeasured} }, 'those not measured, by name');

	for my $row (@{ $v->{sites} }) {
		my $name = $row->{site} // '';
		my @here = grep { ($_->{site} // '') eq $name } @devices;
		my @of = grep { my $d = $f->{device}{ $_->{row}{device_id} };
		    $d && ($d->{site} // '') eq $name } @{ $f->{all} };
		$is->($row->{devices}, scalar @here, "$name: devices");
		$is->($row->{overdue}, number(\@of, $counts{overdue}), "$name: overdue");
		my $light = number(\@of, sub { $_[0]{overdue}
			&& $_[0]{row}{priority} eq 'critical'
		    || $_[0]{open} && $_[0]{row}{known_exploited}
			&& $_[0]{row}{internet_facing} }) ? 'red'
		    : $row->{measured} * 100 < $row->{devices} * 80 ? 'grey'
		    : number(\@of, sub { $_[0]{overdue} || $_[0]{excepted}
			&& $_[0]{row}{priority} eq 'critical'
			|| $_[0]{state} =~ /^(regressed|rolled_back|failed)$/ })
			? 'orange' : 'green';
		$is->($row->{light}, $light, "$name: light");
	}
	$is->(eval { my $n = 0; $n += $_->{measured} for @{ $v->{sites} }; $n },
	    $s->{measured}, 'measured, site by site') if @{ $v->{sites} };
	for my $list (['implemented', sub { $counts{implemented}->(@_) }],
		['already', $counts{already}], ['open', $counts{open}],
		['unknown', sub { $_[0]{timing} eq 'unknown' }]) {
		my ($name, $test) = @$list;
		$is->(join(' ', sort map { "$_->{reference}/$_->{device}" }
			@{ $v->{$name} }),
		    join(' ', sort map { "$_->{row}{reference}/$_->{row}{device}" }
			grep { $test->($_) } @{ $f->{all} }), "the list $name");
	}
	my $registered = 0;
	for my $row (@{ $v->{coverage} }) {
		$is->($row->{measured} + $row->{claimed} + $row->{none},
		    $row->{registered}, "$row->{category}: adds up");
		my $of_us = grep { $_->{category} eq $row->{category} } @devices;
		my $of_others = grep { $_->{category} eq $row->{category} }
		    @{ $e->{systems} };
		$is->($row->{registered}, $of_us + $of_others,
		    "$row->{category}: registered");
	}
	my $l = $v->{logging};
	$is->($l->{messages}, $e->{senders}{total}, 'messages');
	$is->($l->{from_unknown}, $e->{senders}{unknown}, 'messages of unknown senders');
	$is->($l->{unknown_senders}, $e->{senders}{unknown_senders}, 'unknown senders');
	$is->($l->{protected}, $e->{senders}{protected}, 'over protected transport');
	$is->($l->{accesses}, $e->{accesses}{succeeded}, 'accesses');
	$is->($l->{accesses_failed}, $e->{accesses}{failed}, 'accesses that failed');
	my $i = $v->{instrument};
	$is->($i->{"chain_$_"}, $e->{chain}{$_}, "chain: $_") for qw(seq hash);
	$is->($i->{chain_rows}, $e->{chain_check}{rows}, 'chain: rows');
	$is->($i->{quarantined}, $e->{quarantine}{count}, 'set aside');
	my ($start) = sort { $b <=> $a } $from, Facts::at($e->{tenant}{created});
	$is->($i->{polled} ? 1 : 0, $f->{polled} ? 1 : 0, 'our own polling ran');
	$is->($i->{longest_gap_s}, floor(Facts::gap($start, $cut)), 'our longest gap');
	$is->(scalar @{ $v->{anchors} }, scalar @{ $e->{anchors} }, 'anchors');
	for my $row (@{ $v->{thresholds} }) {
		$is->($row->{span} // $row->{number}, $f->{policy}{ $row->{name} },
		    "threshold $row->{name}");
	}
	my %m = map { $_->{measurement} => $_ } @{ $v->{measurements} };
	for my $c (@{ $e->{counts} }) {
		my $stated = $m{ $c->{id} } or next;
		$is->($stated->{$_}, $c->{$_}, "$c->{id}: $_") for qw(part whole);
	}
	$is->($m{'M-PAT-01'}{part}, number($f->{due}, sub { $_[0]{timing} eq 'on_time' }),
	    'M-PAT-01: part');
	# Without what people did: proofs of untested profiles gone, exceptions ended.
	my %undone = (untested_profile => sub { $_[0]{timing} eq 'on_time'
		&& (!$_[0]{active} || $_[0]{row}{profile_tested}) },
	    map { $_ => sub { $_[0]{timing} eq 'on_time' } }
	    qw(exception framework_changed not_applicable));
	for my $row (@{ $v->{interventions} }) {
		next unless $undone{ $row->{kind} } && $row->{count};
		$is->($row->{part_without}, number($f->{due}, $undone{ $row->{kind} }),
		    "$row->{kind}: on time without it");
		$is->($row->{whole_without}, scalar @{ $f->{due} }, "$row->{kind}: of how many");
	}
	for my $id (sort keys %m) {
		my $row = $m{$id};
		next unless defined $row->{low} && $row->{whole};
		# Those that nobody could measure are in the whole, or stand beside it; they
		# are never left out of what the bound is a share of.
		my ($part, $whole, $unknown) = map { $_ // 0 } @$row{qw(part whole unknown)};
		my @may = map { sprintf '%.6f', 100 * $part / $_ }
		    $part + $unknown <= $whole ? ($whole, $whole + $unknown)
		    : ($whole + $unknown);
		$ok->(scalar(grep { $_ eq sprintf '%.6f', $row->{low} } @may),
		    "$id: lower bound", "stated $row->{low}, $part of $whole, "
		    . "$unknown unknown");
	}
	return;
}

1;
