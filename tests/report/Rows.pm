# SPDX-License-Identifier: Apache-2.0
package Rows;

# What rows of the lists have in common. $f is of Facts.
use strict;
use warnings;
use utf8;
use Digest::SHA qw(sha256_hex);
use Exporter 'import';
use POSIX qw(floor);
use Shown;

our @EXPORT_OK = qw(at same digest_in is_true days steps proof obligation timing light
    late_s unnamed rank_of median is_measured %rank @rings);

our %rank = (critical => 0, high => 1, medium => 2, low => 3);
our @rings = qw(pilot few some rest none);

sub at { return Shown::at($_[0]) }

sub same { my ($row, @keys) = @_; return map { ($_ => $row->{$_}) } @keys; }

# Of what came without bytes there is none.
my $of_nothing = sha256_hex('');
sub digest_in {
	my $d = $_[0]{sha256};
	return (sha256 => defined $d && $d eq $of_nothing ? undef : $d);
}

sub is_true { return $_[0] ? 1 : 0; }

# Begun days between two moments.
sub days {
	my ($from, $to) = @_;
	return undef unless defined $from;
	my $us = floor(($to - $from) * 1e6 + 0.5);
	return $us <= 0 ? 0 : floor(($us + 86_400e6 - 1) / 86_400e6);
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

# The one that so many percent do not exceed.
sub rank_of {
	my ($percent, @sorted) = @_;
	return undef unless @sorted;
	return $sorted[floor((@sorted * $percent + 99) / 100) - 1];
}

# Since the period began, and in it: the last answer may be of after it.
sub has_answered {
	my ($f, $d) = @_;
	$f->{polled_by} //= { map { $_->{device_id} => $_ }
	    @{ $f->{e}{polled} // [] } };
	my $p = $f->{polled_by}{ $d->{device_id} } // {};
	return defined $d->{last_answer}
	    && at($d->{last_answer}) >= at($f->{e}{period}{from})
	    && !($p->{tried} && !$p->{answered});
}

sub is_measured {
	my ($f, $d) = @_;
	return $f->{polled} && has_answered($f, $d)
	    && (defined $d->{version} || ($d->{packages} // 0) > 0);
}

sub median { return rank_of(50, sort { $a <=> $b } @_); }

1;
