# SPDX-License-Identifier: Apache-2.0
package Raw;

# A PDF file as its bytes: where its stream of references says that objects
# stand, and those inside of streams of objects, without qpdf, which would mend
# what is wrong. And the same file again with a text of it exchanged.
use strict;
use warnings;
use Compress::Zlib;

# A number of a dictionary's text.
sub number_of {
	my ($dict, $key) = @_;
	return $dict =~ m{/\Q$key\E (\d+)(?! \d+ R)\b} ? $1 : undef;
}

# The stream that begins at a byte: its number, dictionary and data as they
# are, or nothing.
sub stream_at {
	my ($bytes, $at) = @_;
	my ($head, $id, $dict, $word) = substr($bytes, $at, 4096) =~
	    m{\A((\d+) \d+ obj\s+(<<.*?>>)\s*(stream\r?\n))}s or return;
	my $length = number_of($dict, 'Length');
	return unless defined $length;
	my $begin = $at + length $head;
	return if $begin + $length > length $bytes;
	return { id => $id, dict => $dict, at => $at, begin => $begin,
	    length => $length, data => substr($bytes, $begin, $length) };
}

# Each row less the one above it, as PNG has it: kind 2.
sub undo_rows {
	my ($data, $columns) = @_;
	my @above = (0) x $columns;
	my $plain = '';
	for my $at (0 .. length($data) / ($columns + 1) - 1) {
		my ($kind, @row) = unpack 'C*',
		    substr $data, $at * ($columns + 1), $columns + 1;
		return undef if $kind != 2 && $kind != 0;
		@row = map { ($row[$_] + $above[$_]) % 256 } 0 .. $#row
		    if $kind == 2;
		$plain .= pack 'C*', @row;
		@above = @row;
	}
	return $plain;
}

sub plain_of {
	my ($stream) = @_;
	my $data = $stream->{dict} =~ m{/Filter /FlateDecode}
	    ? uncompress($stream->{data}) : $stream->{data};
	return $data unless defined $data &&
	    $stream->{dict} =~ m{/Predictor 1\d};
	return undo_rows($data, number_of($stream->{dict}, 'Columns'));
}

# What the last startxref leads to: [kind, number, number] by object.
sub references {
	my ($bytes) = @_;
	my ($at) = $bytes =~ /\nstartxref\r?\n(\d+)\r?\n%%EOF\r?\n?\z/
	    or return;
	my $stream = stream_at($bytes, $at) or return;
	return unless $stream->{dict} =~ m{/Type /XRef\b} &&
	    $stream->{dict} =~ m{/W \[1 4 2\]};
	my $table = plain_of($stream);
	return unless defined $table && length($table) % 7 == 0;
	$stream->{entries} = [map { [unpack 'C N n', $_] }
	    unpack '(a7)*', $table];
	return $stream;
}

# What a stream of objects holds: [number, text] in its order, or nothing.
sub objects_in {
	my ($stream) = @_;
	my $text = plain_of($stream) // return;
	my $n = number_of($stream->{dict}, 'N') // return;
	my $first = number_of($stream->{dict}, 'First') // return;
	my @pairs = substr($text, 0, $first) =~ /(\d+)/g;
	return if @pairs != 2 * $n;
	my @at = @pairs[map { 2 * $_ + 1 } 0 .. $n - 1];
	return if grep { $at[$_] <= $at[$_ - 1] } 1 .. $#at;
	return map { [$pairs[2 * $_], substr($text, $first + $at[$_],
	    ($at[$_ + 1] // length($text) - $first) - $at[$_])] } 0 .. $n - 1;
}

# The file with so many bytes at a place replaced. References follow, which
# stand in the last object; what is replaced there or behind has none.
sub replace {
	my ($bytes, $at, $length, $new) = @_;
	my $stream = references($bytes);
	my $more = length($new) - $length;
	substr($bytes, $at, $length) = $new;
	return $bytes if !$stream || $more == 0 || $at >= $stream->{at};
	$_->[0] == 1 && $_->[1] > $at and $_->[1] += $more
	    for @{ $stream->{entries} };
	return with_references($bytes, $stream->{at} + $more,
	    @{ $stream->{entries} });
}

# The file up to a byte, and these references there.
sub with_references {
	my ($bytes, $at, @entries) = @_;
	my $old = stream_at($bytes, $at);
	my $table = compress(join '', map { pack 'C N n', @$_ } @entries);
	my $dict = $old->{dict} =~
	    s{/DecodeParms <<.*?>>\s*}{}r =~
	    s{/Length \d+}{'/Length ' . length $table}er;
	return substr($bytes, 0, $at) . "$old->{id} 0 obj\n$dict\nstream\n" .
	    "$table\nendstream\nendobj\nstartxref\n$at\n%%EOF\n";
}

# The file with a text inside of a stream of objects exchanged: FROM, TO. The
# table at the head of the stream follows. False where there is none.
sub replace_inside {
	my ($bytes, $from, $to) = @_;
	my $all = references($bytes) or return;
	for my $entry (grep { $_->[0] == 1 } @{ $all->{entries} }) {
		my $stream = stream_at($bytes, $entry->[1]) or next;
		next unless $stream->{dict} =~ m{/Type /ObjStm\b};
		my @objects = objects_in($stream);
		my ($hit) = grep { $_->[1] =~ $from } @objects or next;
		$hit->[1] =~ s/$from/ref $to ? $to->() : $to/e;
		return put_stream($bytes, $stream, pack_objects(@objects));
	}
	return;
}

sub pack_objects {
	my (@objects) = @_;
	my ($head, $body) = ('', '');
	for (@objects) {
		$head .= "$_->[0] " . length($body) . ' ';
		$body .= $_->[1];
	}
	return (scalar @objects, length $head, $head . $body);
}

sub put_stream {
	my ($bytes, $stream, $n, $first, $text) = @_;
	my $data = compress($text);
	my $dict = $stream->{dict} =~ s{/N \d+}{/N $n}r =~
	    s{/First \d+}{/First $first}r =~
	    s{/Length \d+}{'/Length ' . length $data}er;
	return replace($bytes, $stream->{at},
	    $stream->{begin} + $stream->{length} - $stream->{at},
	    "$stream->{id} 0 obj\n$dict\nstream\n$data");
}

1;
