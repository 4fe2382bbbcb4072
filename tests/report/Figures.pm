# SPDX-License-Identifier: Apache-2.0
package Figures;

# The figures of a report, counted again from what its evidence says. $f is of
# Facts, $v what is stated, $ok->(HELD, CLAIM, WHY) told of each.
use strict;
use warnings;
use utf8;
use Catalogue;
use Facts;
use Lists;
use Measures;
use Parts;
use JSON::PP;
use POSIX qw(floor);
use Rows;
use Shown;

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

# One is the other: moments by their time, yes and no by what they mean.
sub is_same {
	my ($x, $y) = @_;
	return !defined $x && !defined $y if !defined $x || !defined $y;
	$_ = $_ ? 1 : 0 for grep { JSON::PP::is_bool($_) } $x, $y;
	return text_of($x) eq text_of($y) if ref $x || ref $y;
	my ($t, $u) = map { Shown::at($_) } $x, $y;
	return abs($t - $u) < 1e-5 if defined $t && defined $u;
	my $number = qr/^-?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/;
	return abs($x - $y) <= ("$x$y" =~ /[.e]/ ? 1e-9 * (1 + abs $y) : 0)
	    if $x =~ $number && $y =~ $number;
	return $x eq $y;
}

# Those fields of a row that differ. NAME_at is the moment of NAME, in seconds.
sub wrong_fields {
	my ($stated, $row) = @_;
	return map {
		my ($key, $want) = ($_, $row->{$_});
		my $got = $stated->{$key};
		if (!exists $stated->{$key} && $key =~ /^(\w+)_at$/) {
			$key = $1;
			$got = Shown::at($stated->{$key});
		}
		is_same($got, $want) ? () : "$key: stated " . text_of($got)
		    . ', computed ' . text_of($want)
	} sort keys %$row;
}

sub lists {
	my ($f, $v, $ok) = @_;
	my $made = $f->{lists} //= { %{ Lists::all($f) },
	    earlier => earlier($f, $v) };
	for my $name (sort keys %$made) {
		my ($stated, $rows) = ($v->{$name}, $made->{$name});
		my @wrong;
		if (ref $rows eq 'HASH') {
			@wrong = wrong_fields($stated, $rows);
		} elsif (!ref $rows) {
			@wrong = wrong_fields({ said => $stated },
			    { said => $rows });
		} else {
			push @wrong, "stated " . @$stated . ' rows, computed '
			    . @$rows if @$stated != @$rows;
			push @wrong, map { my $n = $_; map { 'row ' . ($n + 1)
			    . ", $_" } wrong_fields($stated->[$n], $rows->[$n]) }
			    0 .. ($#$stated < $#$rows ? $#$stated : $#$rows);
		}
		splice @wrong, 5 if @wrong > 5;
		$ok->(!@wrong, "$name: made again of the evidence",
		    join "\n", @wrong);
	}
	return;
}

# What something measures and what nothing does, together all controls, each
# once; what a row has of a family of measurements is short for all of it.
sub parts_of {
	my ($fw, @controls) = @_;
	my @wrong;
	my %count = map { $_ => 0 } qw(whole partly none supporting not_applicable);
	my %is_rest = map { $_->{control} => $_->{missing} } @{ $fw->{unassessed} };
	for my $c (@controls) {
		my $empty = $c->{asked} == 0 && $c->{supporting} eq ''
		    && $c->{standing} ne 'not_applicable';
		push @wrong, "$c->{control}: in the wrong part"
		    if $empty != exists $is_rest{ $c->{control} };
		push @wrong, "$c->{control}: another reason"
		    if $empty && $is_rest{ $c->{control} } ne $c->{missing};
		$count{ $c->{standing} }++ if !$empty;
	}
	my $of;
	my @rows = grep { $of = $_->{control} if $_->{control} ne '';
	    !exists $is_rest{$of} } @{ $fw->{controls} };
	push @wrong, 'other rows than the matrix' if text_of(\@rows)
	    ne text_of($fw->{assessed});
	push @wrong, 'other standings' if text_of([grep {
	    !exists $is_rest{ $_->{control} } } @controls])
	    ne text_of($fw->{standings});
	push @wrong, wrong_fields($fw, { not_assessed => scalar keys %is_rest,
	    each_outcome => $count{whole}, some_outcome => $count{partly},
	    no_outcome => $count{none}, supporting_only => $count{supporting},
	    declared_away => $count{not_applicable} });
	for my $row (@{ $fw->{assessed} }) {
		my $family = '';
		my $long = join ', ', map { /^M-/ ? do { ($family) = /^(.*-)/; $_ }
		    : "$family$_" } split /[,;] /, $row->{ids};
		push @wrong, "$row->{ids}: not $row->{measurement}"
		    if $long ne $row->{measurement};
	}
	return @wrong;
}

# Whether the organisation chose to see what is not established.
sub chosen {
	my ($f, $framework) = @_;
	my ($last) = reverse grep { $_->{name} eq $framework->{name} }
	    @{ $f->{e}{framework_choices} // [] };
	return $last && $last->{unverified};
}

# Every measurement that would be otherwise, had people not done something: as
# many as differ when all are taken again. Where only the outcome differs, the
# numbers are the same on both sides.
sub interventions {
	my ($f, $v, $ok) = @_;
	my @keys = qw(part whole unknown);
	my $now = $f->{taken} //= Measures::all($f);
	my $then = $f->{without} //= { map { my $kind = $_->{kind};
	    ($kind => Undone::without($f, $kind, \&Measures::all)) }
	    grep { $_->{count} } @{ Entered::interventions($f) } };
	my (@wrong, %told);
	for my $row (@{ $v->{intervention_figures} }) {
		my ($kind, $id) = @$row{qw(kind measurement)};
		my ($is, $was) = ($now->{$id}, ($then->{$kind} // {})->{$id});
		$told{"$kind $id"} = 1;
		push @wrong, map { "$kind, $id: $_" } wrong_fields($row, {
		    name => $id, part => $is->{part}, whole => $is->{whole},
		    part_without => $was->{part}, whole_without => $was->{whole} });
		push @wrong, "$kind, $id: nothing differs" if
		    "@$is{@keys}" eq "@$was{@keys}"
		    && $row->{outcome} eq $row->{outcome_without};
	}
	for my $kind (sort keys %$then) {
		push @wrong, map { "$kind, $_: not told" } grep {
		    "@{$now->{$_}}{@keys}" ne "@{$then->{$kind}{$_}}{@keys}"
		    && !$told{"$kind $_"} } sort keys %$now;
	}
	splice @wrong, 5 if @wrong > 5;
	$ok->(!@wrong, 'what measurements would be without interventions',
	    join "\n", @wrong);
	return;
}

# What earlier reports of this kind stated, and this one at its end.
sub earlier {
	my ($f, $v) = @_;
	my @keys = qw(due on_time late unknown excepted overdue installed tested
	    registered assessed);
	my $share = sub { my $r = shift;
		$r->{ $_->[0] } = $r->{ $_->[2] }
		    ? 100 * $r->{ $_->[1] } / $r->{ $_->[2] } : undef
		    for [qw(share on_time due)], [qw(tested_share tested installed)],
		    [qw(assessed_share assessed registered)];
		return $r };
	my (@periods, %of);
	for my $row (@{ $f->{e}{earlier} // [] }) {
		push @periods, $row->{name} if !$of{ $row->{name} };
		push @{ $of{ $row->{name} } }, $row;
	}
	my @rows;
	for my $name (@periods) {
		my ($was) = grep { defined $_->{due} && (!defined $_->{kind}
		    || !defined $f->{report} || $_->{kind} eq $f->{report}) }
		    @{ $of{$name} };
		next if !@rows && !$was;
		push @rows, $share->({ name => $name, is_this => 0,
		    map { ($_ => $was ? $was->{$_} : undef) } @keys, qw(number
		    version within) });
	}
	my %n = map { my $t = $_; ($t => number($f->{due},
	    sub { $_[0]{timing} eq $t })) } qw(on_time late unknown excepted);
	return [@rows, $share->({ name => $f->{e}{period}{name}, is_this => 1,
	    due => scalar @{ $f->{due} }, %n, overdue => number($f->{all},
		sub { $_[0]{overdue} }), within => $f->{policy}{within_percent},
	    Parts::prepared(Measures::all($f)),
	    map { ($_ => $v->{document}{$_}) } qw(number version) })];
}

# Measurements, and what the matrix says of them: the same, row by row; how many
# of those that a control asks for have an outcome follows from these rows.
sub measurements {
	my ($f, $v, $ok) = @_;
	my $taken = $f->{taken} //= Measures::all($f);
	my %stated = map { $_->{measurement} => $_ } @{ $v->{measurements} };
	for my $id (sort keys %$taken) {
		my @wrong = wrong_fields($stated{$id} // {}, $taken->{$id});
		$ok->(!@wrong, "$id: taken again", join "\n", @wrong);
	}
	$ok->(keys %stated == keys %$taken, 'all of them');
	my (@wrong, %asked, %assessed);
	for my $framework (@{ $v->{frameworks} }) {
		my $control = '';
		for my $row (@{ $framework->{controls} }) {
			$control = $row->{control} if $row->{control} ne '';
			my $of = "$framework->{name} $control";
			my $m = $stated{ $row->{measurement} // '' };
			next if $row->{role} ne 'required' || ($row->{measurement}
			    // '') eq '';
			$asked{$of}++;
			$assessed{$of}++
			    if $row->{outcome} !~ /^(undetermined|empty|not_assessed)$/;
			push @wrong, map { "$of: $_" } wrong_fields($row,
			    { map { $_ => $m->{$_} } qw(part whole unknown excepted
				within partly low high outcome provenance reason) })
			    if $m;
		}
		push @wrong, "$framework->{name}: $_" for parts_of($framework,
		    grep { $_->{framework} eq $framework->{name} }
		    @{ $v->{controls} });
		push @wrong, map { "$framework->{name}: $_" } wrong_fields(
		    $framework, { hidden => Catalogue::hidden($f, $framework,
			chosen($f, $framework)), total =>
			$f->{catalogues}{ $framework->{name} }{total} })
		    if $f->{catalogues};
		$ok->($framework->{shown} == grep({ $_->{framework}
		    eq $framework->{name} } @{ $v->{controls} }),
		    "$framework->{name}: as many controls as it says");
	}
	for my $row (@{ $v->{controls} }) {
		my $of = "$row->{framework} $row->{control}";
		next if $row->{standing} eq 'not_applicable';
		push @wrong, "$of: $row->{assessed} of $row->{asked}"
		    if $row->{asked} != ($asked{$of} // 0)
			|| $row->{assessed} != ($assessed{$of} // 0);
	}
	my ($decided, $noted) = @$taken{qw(M-PAT-17 M-MON-04)};
	push @wrong, wrong_fields($v->{advisory}, { due => $decided->{whole},
	    in_time => $decided->{part}, waiting => scalar @{ $v->{undecided} } }),
	    wrong_fields($v->{followed}, { due => $noted->{whole},
		in_time => $noted->{part} });
	splice @wrong, 5 if @wrong > 5;
	$ok->(!@wrong, 'the matrix has what was measured', join "\n", @wrong);
	return;
}

# Shares of what fell due, of all and by priority; devices by how they are known.
sub shares {
	my ($f, $v, $ok) = @_;
	my ($s, @wrong) = ($v->{summary});
	for my $row ($s, $s->{critical}, @{ $v->{priorities} },
		@{ $v->{priorities_due} }) {
		my $n = $row->{due};
		push @wrong, wrong_fields($row, {
		    share => $n ? 100 * $row->{on_time} / $n : undef,
		    share_high => $n ? 100 * ($row->{on_time} + $row->{unknown}) / $n
			: undef });
		push @wrong, wrong_fields($row,
		    { within => $f->{policy}{within_percent} })
		    if exists $row->{within};
	}
	my @due = grep { $_->{due} } @{ $v->{priorities} };
	push @wrong, 'priorities_due are not those with a deadline'
	    if text_of(\@due) ne text_of($v->{priorities_due});
	my @devices = @{ $f->{devices} };
	my @blind = grep { !Rows::is_measured($f, $_) } @devices;
	my %claimed = map { $_->{row}{device_id} => 1 }
	    grep { defined $_->{claimed} } @{ $f->{all} };
	push @wrong, wrong_fields($s, { measured => @devices - @blind,
	    measured_share => @devices ? 100 * (@devices - @blind) / @devices
		: undef,
	    only_claimed => number(\@blind, sub { $claimed{ $_[0]{device_id} } }),
	    unknown_senders => $f->{e}{senders}{unknown_senders} });
	my @unmeasured = map { $_->{name} } @blind;
	push @wrong, 'who is not measured'
	    if "@unmeasured" ne join ' ', map { $_->{device} } @{ $v->{unmeasured} };
	$ok->(!@wrong, 'shares, and devices that are known', join "\n", @wrong);
	return;
}

sub check {
	my ($f, $v, $ok) = @_;
	lists($f, $v, $ok);
	measurements($f, $v, $ok);
	shares($f, $v, $ok);
	interventions($f, $v, $ok);
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
	my @by_light = map { my $light = $_;
	    [$light, grep { $_->{light} eq $light } @{ $v->{sites} }] }
	    qw(red grey orange green);
	$ok->(text_of($v->{sites_worst}) eq text_of([map { @$_[1 .. $#$_] }
	    @by_light]), 'sites, the worst first');
	$is->($v->{lights}{ $_->[0] }, $#$_, "sites that are $_->[0]") for @by_light;
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
	$is->($l->{$_}, $e->{senders}{$_}, "messages: $_") for qw(cut broken formless);
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
	$is->(join(' ', map { "$_->{name} $_->{number}" } @{ $v->{rules} }),
	    'small 20 partly_least 5 continuity_percent 95 grey_percent 80',
	    'rules of the method');
	my %m = map { $_->{measurement} => $_ } @{ $v->{measurements} };
	for my $c (@{ $e->{counts} }) {
		my $stated = $m{ $c->{id} } or next;
		$is->($stated->{$_}, $c->{$_}, "$c->{id}: $_") for qw(part whole);
	}
	$is->($m{'M-PAT-01'}{part}, number($f->{due}, sub { $_[0]{timing} eq 'on_time' }),
	    'M-PAT-01: part');
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
