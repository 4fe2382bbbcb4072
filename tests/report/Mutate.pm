# SPDX-License-Identifier: Apache-2.0
package Mutate;

# One figure of a report changed at a time: whether anybody would notice.
use strict;
use warnings;
use utf8;
use Compare;
use Figures;
use JSON::PP;
use Shown;

# Another digit in the place of one of a text.
sub change {
	my ($text) = @_;
	my @at = grep { substr($text, $_, 1) =~ /[0-9]/ } 0 .. length($text) - 1;
	my $at = $at[rand @at];
	substr($text, $at, 1) = (substr($text, $at, 1) + 1 + int rand 9) % 10;
	return $text;
}

# Every text of a file that has a number: a way to read it, and to change it.
sub texts_of {
	my ($got) = @_;
	my @texts;
	for my $piece (map { @{ $got->{$_} // [] } } qw(pieces notes contents)) {
		for my $key (qw(text alt)) {
			next if ($piece->{$key} // '') !~ /[0-9]/;
			push @texts, [\$piece->{$key},
			    "page $piece->{page}, $piece->{type}", $piece];
		}
	}
	for my $n (0 .. $#{ $got->{around} }) {
		push @texts, map { [\$_, 'around page ' . ($n + 1)] }
		    grep { /[0-9]/ } @{ $got->{around}[$n] };
	}
	return @texts;
}

# Those of so many that nothing came of.
sub file {
	my ($got, $want, $times) = @_;
	my @texts = texts_of($got);
	$_->{squeezed} = Shown::squeeze($_->{text}) for @{ $got->{pieces} };
	my @unseen;
	for (1 .. $times) {
		my ($text, $where, $piece) = @{ $texts[rand @texts] };
		my $was = $$text;
		$$text = change($was);
		delete $piece->{squeezed} if $piece;
		my @wrong = Compare::differences($got, $want);
		push @unseen, "$where: \"$was\" became \"$$text\"" if !@wrong;
		$$text = $was;
	}
	return @unseen;
}

# The places of numbers: [container, key, "devices[].name"].
sub numbers_of {
	my ($x, $name) = @_;
	return map { my $key = $_; Shown::is_number($x->{$key})
	    ? [$x, $key, "$name$key"] : numbers_of($x->{$key}, "$name$key.") }
	    sort keys %$x if ref $x eq 'HASH';
	return () if ref $x ne 'ARRAY';
	my $list = $name =~ s/\.$/[]./r;
	return map { my $n = $_; Shown::is_number($x->[$n])
	    ? [$x, $n, $list =~ s/\.$//r] : numbers_of($x->[$n], $list) } 0 .. $#$x;
}

# How many were changed, and the names of those that evidence says nothing of.
sub values {
	my ($facts, $v, $times) = @_;
	my @numbers = numbers_of($v, '');
	my %unseen;
	for (1 .. $times) {
		my ($in, $key, $name) = @{ $numbers[rand @numbers] };
		my $was = ref $in eq 'HASH' ? $in->{$key} : $in->[$key];
		my $noticed = 0;
		my $put = sub {
			if (ref $in eq 'HASH') { $in->{$key} = $_[0]; }
			else { $in->[$key] = $_[0]; }
		};
		$put->($was + 1 + int rand 9);
		Figures::check($facts, $v, sub { $noticed ||= !$_[0] });
		$put->($was);
		push @{ $unseen{$name} }, $was if !$noticed;
	}
	return ($times, map { my $name = $_; ($name) x @{ $unseen{$name} } }
	    sort keys %unseen);
}

1;
