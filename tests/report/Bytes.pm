# SPDX-License-Identifier: Apache-2.0
package Bytes;

# The rules of PDF/A about a file as bytes: what stands between its objects,
# how long its streams, strings and names are; of objects inside of streams of
# objects as of others. Reads them without qpdf, which would mend what is wrong.
use strict;
use warnings;
use Raw;

my ($fault, $bytes, %inside, %alone);

sub want($@) {
	my ($good, @words) = @_;
	$fault->(@words) unless $good;
	return $good;
}

sub check_ends {
	want($bytes =~ /\A%PDF-1\.7\r?\n%[\x80-\xff]{4}[\r\n]/, '6.1.2', 'header');
	want($bytes =~ /%%EOF\r?\n?\z/, '6.1.3', 'bytes after the end');
}

# ISO 32000-1, 7.2: what has no meaning between the quotes of a string.
sub check_values {
	($fault, my ($what, $text)) = @_;
	while ($text =~ m{\G(?:<<|>>|[\[\]]|\s+|%[^\r\n]*
	    |(\((?:[^()\\]++|\\.|(?1))*\))|<([^<>]*)>|/([^\s/<>\[\]()%]*)
	    |([-+]?[\d.]+)|[A-Za-z]+[01*]?|['"])}gcxs) {
		my ($string, $hex, $name, $number) = ($1, $2, $3, $4);
		if (defined $string) {
			check_string($what, $string);
		} elsif (defined $hex) {
			check_digits($what, $hex =~ s/\s//gr);
		} elsif (defined $name) {
			check_name($what, $name);
		} elsif (defined $number) {
			check_number($what, $number);
		}
	}
	want((pos($text) // 0) >= length $text, '6.1.9',
	    "$what: cannot be read");
}

# With the brackets around it.
sub check_string {
	my ($what, $string) = @_;
	want(length $string < 32769, '6.1.13', "$what: a long string");
	return;
}

sub check_digits {
	my ($what, $digits) = @_;
	want(length($digits) % 2 == 0, '6.1.6', "$what: an odd digit");
	want($digits =~ /\A[0-9A-Fa-f]*\z/, '6.1.6', "$what: no digits");
	want(length $digits < 2 * 32767, '6.1.13', "$what: a long string");
}

sub check_name {
	my ($what, $name) = @_;
	my $plain = $name =~ s/#([0-9A-Fa-f]{2})/chr hex $1/ger;
	want(length $plain <= 127, '6.1.13', "$what: a long name");
	want(utf8::decode($plain), '6.1.8', "$what: a name");
}

sub check_number {
	my ($what, $number) = @_;
	want($number =~ /\A[-+]?(?:\d+\.?\d*|\.\d+)\z/, '6.1.9',
	    "$what: $number is no number") or return;
	want(abs($number) <= 2147483647, '6.1.13',
	    "$what: the number $number");
	want($number == 0 || abs($number) >= 1.175e-38,
	    '6.1.13', "$what: nearly 0: $number");
}

# Of a stream, which may be said in another object.
sub length_of {
	my ($dict) = @_;
	my ($length, $ref) = $dict =~ m{/Length (\d+)( 0 R)?\b};
	return $length unless defined $ref;
	return ($inside{$length} // '') =~ /\A\s*(\d+)\s*\z/ ? $1
	    : defined $alone{$length} && substr($bytes, $alone{$length}, 40)
	    =~ /\A$length 0 obj\s+(\d+)\s+endobj/ ? $1 : undef;
}

sub check_stream {
	my ($what, $dict, $after) = @_;
	my $length = length_of($dict);
	my $start = $after + (substr($bytes, $after + 6, 1) eq "\r" ? 8 : 7);
	want(substr($bytes, $after, 8) =~ /\Astream(?:\r\n|\n)/, '6.1.7.1',
	    "$what: the keyword stream");
	want(defined $length && substr($bytes, $start + $length, 11) =~
	    /\A(?:\r\n|\n|\r)endstream/, '6.1.7.1', "$what: its length");
	return;
}

# An object by itself, which ends where the next one begins.
sub check_object {
	my ($id, $at, $next) = @_;
	my $text = substr $bytes, $at, $next - $at;
	my ($head) = $text =~ /\A($id 0 obj(?:\r\n|\n|\r))/;
	want($at > 0 && substr($bytes, $at - 1, 1) =~ /[\r\n]/ &&
	    defined $head, '6.1.9', "object $id: how it begins") or return;
	want($text =~ /(?:\r\n|\n|\r)endobj(?:\r\n|\n|\r)\z/, '6.1.9',
	    "object $id: its end");
	if ($text =~ /\A(.*?>>)\s*(?=stream[\r\n])/s) {
		check_stream("object $id", $1, $at + length $&);
		check_values($fault, "object $id", substr $1, length $head);
		want($text =~ /(?:\r\n|\n|\r)endstream(?:\r\n|\n|\r)endobj\s*\z/,
		    '6.1.9', "object $id: the end of its stream");
		return;
	}
	check_values($fault, "object $id", substr($text, length $head) =~
	    s/endobj\s*\z//r);
}

# ISO 32000-1, 7.5.7: objects in the stream of that number, as the references
# say.
sub open_inside {
	my ($id, $entries) = @_;
	my $stream = Raw::stream_at($bytes, $alone{$id});
	return unless $stream && $stream->{dict} =~ m{/Type /ObjStm\b};
	my @objects = Raw::objects_in($stream);
	want(@objects > 0, '32000 7.5.7', "object $id: its objects");
	for my $i (0 .. $#objects) {
		my ($number, $text) = @{ $objects[$i] };
		my $entry = delete $entries->{$number} // [0, 0, 0];
		want($entry->[0] == 2 && $entry->[1] == $id &&
		    $entry->[2] == $i, '32000 7.5.8',
		    "object $number: not where it is said to be");
		$inside{$number} = $text;
	}
	return;
}

# A seal cannot stand in what is packed: it is over the bytes around itself.
sub check_inside {
	my ($number, $text) = @_;
	want($text !~ m{/ByteRange\b}, '32000 12.8.1',
	    "object $number: a seal in a stream");
	check_values($fault, "object $number", $text);
	return;
}

# Of the last object: all that is in the file, once, and nothing added to it.
sub check_references {
	my ($all) = @_;
	my @entries = @{ $all->{entries} };
	my $n = Raw::number_of($all->{dict}, 'Size') // -1;
	want($n <= 8388607, '6.1.13', "$n objects");
	want(@entries == $n, '32000 7.5.8', 'how many references there are');
	want($entries[0][0] == 0 && !(grep { $_->[0] > 2 } @entries),
	    '32000 7.5.8', 'kinds of references');
	want($all->{dict} !~ m{/(?:Prev|XRefStm)\b}, '6.1.4',
	    'the file was added to');
	return map { $_ => $entries[$_] } grep { $entries[$_][0] > 0 }
	    1 .. $#entries;
}

# A table of references instead of a stream is none of ours.
sub check {
	(my $pdf, $fault) = @_;
	$bytes = $pdf->{bytes};
	check_ends();
	my $all = Raw::references($bytes);
	want(defined $all, '6.1.4', 'no references where startxref says')
	    or return;
	my %entries = check_references($all);
	%inside = ();
	%alone = map { $_ => $entries{$_}[1] } grep { $entries{$_}[0] == 1 }
	    keys %entries;
	delete @entries{ keys %alone };
	my @order = sort { $alone{$a} <=> $alone{$b} } keys %alone;
	open_inside($_, \%entries) for @order;
	want(!%entries, '32000 7.5.8', 'objects that are not there: ',
	    join ', ', sort keys %entries);
	want($alone{$order[0]} == index($bytes, "\n", 10) + 1, '6.1.9',
	    'bytes before the first object');
	my $end = rindex $bytes, 'startxref';
	for my $i (0 .. $#order) {
		my $next = $i < $#order ? $alone{$order[$i + 1]} : $end;
		check_object($order[$i], $alone{$order[$i]}, $next);
	}
	check_inside($_, $inside{$_}) for sort keys %inside;
	return;
}

1;
