# SPDX-License-Identifier: Apache-2.0
package Bytes;

# The rules of PDF/A about a file as bytes: what stands between its objects,
# how long its streams, strings and names are. Reads them without qpdf, which
# would mend what is wrong here.
use strict;
use warnings;

my ($fault, $bytes, $pdf);

sub want($@) {
	my ($good, @words) = @_;
	$fault->(@words) unless $good;
}

sub check_ends {
	want($bytes =~ /\A%PDF-1\.7\r?\n%[\x80-\xff]{4}/, '6.1.2', 'header');
	want($bytes =~ /%%EOF\r?\n?\z/, '6.1.3', 'bytes after the end');
}

# Where objects stand that a stream of references lists: in their order, as the
# list itself is for qpdf to read. What is inside of streams is no object.
sub offsets_in_order {
	my ($at) = @_;
	my @found;
	while ($bytes =~ /(?<=[\r\n])\d+ \d+ obj[\r\n]/g) {
		push @found, $-[0];
		my ($dict) = substr($bytes, $-[0], 4096) =~ /\A(.*?endobj)/s;
		$bytes =~ /endstream[\r\n]+endobj/g
		    if ($dict // 'stream') =~ />>\s*stream[\r\n]|\Astream/;
	}
	want(scalar(grep { $_ == $at } @found), '6.1.4',
	    'no references where startxref says');
	want(@found <= 8388607, '6.1.13', scalar @found, ' objects');
	return @found;
}

# Where objects stand, by the table itself; one table, as nothing is appended.
sub offsets {
	my ($at) = $bytes =~ /\nstartxref\r?\n(\d+)\r?\n%%EOF\r?\n?\z/;
	return $fault->('6.1.4', 'no startxref') unless defined $at &&
	    $at < length $bytes;
	my $table = substr $bytes, $at;
	return offsets_in_order($at) if $table =~ m{\A\d+ \d+ obj[\r\n]};
	my ($head, $n) = $table =~ /\A(xref(?:\r\n|\n|\r)0 (\d+)\r?\n)/;
	return $fault->('6.1.4', 'no table where startxref says')
	    unless defined $n;
	want($n <= 8388607, '6.1.13', "$n objects");
	my @found;
	for my $i (0 .. $n - 1) {
		my $line = substr $table, length($head) + 20 * $i, 20;
		my ($offset, $used) = $line =~
		    /\A(\d{10}) \d{5} ([nf])(?: \r| \n|\r\n)\z/;
		return $fault->('6.1.4', "line $i of the table")
		    unless defined $used;
		push @found, $offset + 0 if $used eq 'n';
	}
	return @found;
}

# ISO 32000-1, 7.2: what has no meaning between the quotes of a string.
sub check_values {
	my ($what, $text) = @_;
	while ($text =~ m{\G(?:<<|>>|[\[\]]|\s+|%[^\r\n]*
	    |(\((?:[^()\\]|\\.|(?1))*\))|<([^<>]*)>|/([^\s/<>\[\]()%]*)
	    |([-+]?[\d.]+)|[A-Za-z]+)}gcxs) {
		my ($string, $hex, $name, $number) = ($1, $2, $3, $4);
		if (defined $string) {
			want(length $string < 32769, '6.1.13',
			    "$what: a long string");
		} elsif (defined $hex) {
			my $digits = $hex =~ s/\s//gr;
			want($digits =~ /\A[0-9A-Fa-f]*\z/ &&
			    length($digits) % 2 == 0, '6.1.6',
			    "$what: a hexadecimal string");
			want(length $digits < 2 * 32767, '6.1.13',
			    "$what: a long string");
		} elsif (defined $name) {
			my $plain = $name =~ s/#([0-9A-Fa-f]{2})/chr hex $1/ger;
			want(length $plain <= 127, '6.1.13',
			    "$what: a long name");
			want(utf8::decode($plain), '6.1.8', "$what: a name");
		} elsif (defined $number) {
			want(abs($number) <= 2147483647, '6.1.13',
			    "$what: the number $number");
			want($number == 0 || abs($number) >= 1.175e-38,
			    '6.1.13', "$what: the number $number");
		}
	}
	want((pos($text) // 0) >= length $text, '6.1.9',
	    "$what: cannot be read");
}

sub check_stream {
	my ($what, $dict, $after) = @_;
	my ($length, $ref) = $dict =~ m{/Length (\d+)( \d+ R)?};
	want(substr($bytes, $after, 6) eq 'stream' &&
	    substr($bytes, $after + 6, 2) =~ /\A(?:\r\n|\n)/, '6.1.7',
	    "$what: the keyword stream");
	my $start = $after + (substr($bytes, $after + 6, 1) eq "\r" ? 8 : 7);
	if (defined $ref) {
		$length = $pdf->get("$length 0 R");
	}
	want(defined $length && substr($bytes, $start + $length, 11) =~
	    /\A(?:\r\n|\n|\r)endstream/, '6.1.7', "$what: its length");
	want(substr($bytes, $start + ($length // 0), 32) =~
	    /\A(?:\r\n|\n|\r)endstream(?:\r\n|\n|\r)endobj(?:\r\n|\n|\r)/,
	    '6.1.9', "$what: its end");
}

sub check_object {
	my ($at, $next) = @_;
	my $text = substr $bytes, $at, $next - $at;
	my ($head, $id) = $text =~ /\A((\d+) \d+ obj(?:\r\n|\n|\r))/;
	want($at > 0 && substr($bytes, $at - 1, 1) =~ /[\r\n]/ &&
	    defined $head, '6.1.9', "at byte $at: how an object begins");
	return unless defined $head;
	if ($text =~ /\A(.*?>>)\s*(?=stream[\r\n])/s) {
		check_stream("object $id", $1, $at + length $&);
		check_values("object $id", substr $1, length $head);
		return;
	}
	my ($body) = $text =~
	    /\A(.*)(?:\r\n|\n|\r)endobj(?:\r\n|\n|\r)/s;
	return $fault->('6.1.9', "object $id: its end") unless defined $body;
	check_values("object $id", substr $body, length $head);
}

sub check {
	($pdf, $fault) = @_;
	$bytes = $pdf->{bytes};
	check_ends();
	my @at = sort { $a <=> $b } offsets();
	my ($end) = $bytes =~ /\nstartxref\r?\n(\d+)/;
	$end = rindex $bytes, 'startxref' if @at && $at[-1] >= $end;
	for my $i (0 .. $#at) {
		check_object($at[$i], $at[$i + 1] // $end);
	}
}

1;
