# SPDX-License-Identifier: Apache-2.0
package Installed;

# Installations, made again of the evidence: what was done, is open, what proves
# it, the sample of them, and how long it took. $f is of Facts.
use strict;
use warnings;
use utf8;
use Digest::SHA qw(sha256_hex);
use Encode qw(encode);
use List::Util qw(max min sum0);
use POSIX qw(floor);
use Rows qw(at days digest_in late_s light obligation proof rank_of same steps
    timing unnamed @rings);

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
	return (same($e, qw(evidence_id at kind journal seq)), digest_in($e),
	    same($o->{row}, qw(reference device)), oid => $said->{oid},
	    raw => $e->{kind} eq 'reading' ? unnamed($said->{raw}) : undef,
	    value => unnamed($said->{value}));
}

# The lowest digests of the seed with each line.
sub sample {
	my ($f) = @_;
	my $given = $f->{e}{sample_seed};
	my $seed = $given // $f->{e}{chain}{hash} // '';
	my @lines = sort { $a->[0] cmp $b->[0]
	    || $a->[1]{row}{device_id} <=> $b->[1]{row}{device_id} }
	    map { [encode('UTF-8', "$_->{row}{reference}\t$_->{row}{device}\n"),
		$_] } @{ $f->{due} };
	my @drawn = sort { $a->[0] cmp $b->[0] }
	    map { [sha256_hex("$seed\t$_->[0]"), $_->[1]] } @lines;
	splice @drawn, 25 if @drawn > 25;
	my $n = 0;
	return (sample => { seed => $seed, seed_from => defined $given ? 'given'
		: 'chain', population => scalar @lines,
		population_sha256 => sha256_hex(join '', map { $_->[0] } @lines),
		size => scalar @drawn },
	    sampled => [map { my ($digest, $o) = @$_; { number => ++$n,
		same($o->{row}, qw(reference device site deadline priority)),
		state => $o->{state}, digest => $digest, proof($f, $o) } } @drawn]);
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

1;
