# SPDX-License-Identifier: Apache-2.0
package Pdf;

# What stands in a PDF file, as qpdf tells it: objects, streams, what a page
# draws, glyphs and their widths. Knows no rule; see pdfcheck.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Json;

sub new {
	my ($class, $path) = @_;
	my $dir = tempdir(CLEANUP => 1);
	my $out = "$dir/json";
	system('qpdf', '--json=2', '--json-stream-data=file',
	    "--json-stream-prefix=$dir/s", '--decode-level=generalized',
	    $path, $out) == 0 or die "$path: qpdf does not read it\n";
	my $json = Json::decode(slurp($out));
	my $self = bless {
		path => $path, head => $json->{qpdf}[0], objects => {},
		bytes => slurp($path),
	}, $class;
	while (my ($name, $object) = each %{$json->{qpdf}[1]}) {
		$name =~ s/^obj://;
		$self->{objects}{$name} = $object;
	}
	$self->{trailer} = $self->{objects}{trailer}{value};
	return $self;
}

sub slurp {
	my ($path) = @_;
	open my $f, '<:raw', $path or die "$path: $!\n";
	local $/;
	return scalar <$f>;
}

sub is_ref { return defined $_[0] && !ref $_[0] && $_[0] =~ /^\d+ \d+ R$/ }

# What a reference leads to, of a stream its dictionary.
sub get {
	my ($self, $value) = @_;
	return $value unless is_ref($value);
	my $object = $self->{objects}{$value};
	return undef unless defined $object;
	return exists $object->{stream} ? $object->{stream}{dict}
	    : $object->{value};
}

# A path of keys from a dictionary on: $pdf->at($page, '/Resources', '/Font').
sub at {
	my ($self, $value, @keys) = @_;
	$value = $self->get($value);
	for my $key (@keys) {
		return undef unless ref $value eq 'HASH';
		$value = $self->get($value->{$key});
	}
	return $value;
}

sub list {
	my ($self, $value) = @_;
	$value = $self->get($value);
	return () unless defined $value;
	return ref $value eq 'ARRAY' ? @$value : ($value);
}

sub stream {
	my ($self, $ref) = @_;
	my $object = $self->{objects}{$ref} or return undef;
	return undef unless exists $object->{stream};
	return $object->{stream}{data} //=
	    slurp($object->{stream}{datafile});
}

# A text string without its mark; binary ones as they are.
sub text {
	my ($value) = @_;
	return undef unless defined $value && !ref $value;
	return $1 if $value =~ /^u:(.*)/s;
	return pack 'H*', $1 if $value =~ /^b:(.*)/s;
	return undef;
}

sub catalog { my ($self) = @_; return $self->get($self->{trailer}{'/Root'}) }

sub pages {
	my ($self) = @_;
	my (@pages, @todo);
	@todo = ($self->catalog->{'/Pages'});
	while (defined(my $ref = shift @todo)) {
		my $node = $self->get($ref);
		if ($node->{'/Type'} eq '/Page') {
			push @pages, $ref;
		} else {
			unshift @todo, $self->list($node->{'/Kids'});
		}
	}
	return @pages;
}

sub content {
	my ($self, $page) = @_;
	return join "\n",
	    map { $self->stream($_) } $self->list_refs($page, '/Contents');
}

# Contents that were read before, for who reads the same pages often.
our $read;

# The operators of a page's content, each with its operands; of a dictionary
# its text, of a string its bytes.
sub operators {
	my ($self, $page) = @_;
	my $code = $self->content($page);
	my (@all, @operands);
	return @{ $read->{$code} } if $read && $read->{$code};
	while ($code =~ m{\G(?:\s+
	    |(<<(?:[^<>]|<[^<>]*>|<<(?:[^<>]|<[^<>]*>)*>>)*>>)
	    |(\[[^\]]*\])
	    |<([0-9A-Fa-f\s]*)>
	    |\(((?:[^()\\]|\\.)*)\)
	    |(/[^\s/<>\[\]()]*)
	    |([-+]?[0-9.]+)
	    |([A-Za-z'"*0-9]+))}gcx) {
		if (defined $1) { push @operands, $1 }
		elsif (defined $2) { push @operands, $2 }
		elsif (defined $3) { push @operands, pack 'H*', $3 =~ s/\s//gr }
		elsif (defined $4) { push @operands, $4 }
		elsif (defined $5) { push @operands, $5 }
		elsif (defined $6) { push @operands, $6 }
		elsif (defined $7) {
			push @all, [$7, @operands];
			@operands = ();
		}
	}
	die "$self->{path}: content cannot be read at byte ",
	    pos($code) // 0, "\n" if (pos($code) // 0) < length $code;
	$read->{$code} = \@all if $read;
	return @all;
}

sub list_refs {
	my ($self, $dict, $key) = @_;
	my $value = $self->get($dict)->{$key};
	return () unless defined $value;
	return ($value) if is_ref($value) &&
	    exists $self->{objects}{$value}{stream};
	return $self->list($value);
}

# Tables of a TrueType font.
sub truetype {
	my ($data) = @_;
	my $n = unpack 'x4 n', $data;
	my %table;
	for my $i (0 .. $n - 1) {
		my ($tag, $offset, $length) =
		    unpack 'a4 x4 N N', substr $data, 12 + 16 * $i, 16;
		$table{$tag} = substr $data, $offset, $length;
	}
	my %font = (
		upem => unpack('n', substr $table{head}, 18, 2),
		glyphs => unpack('n', substr $table{maxp}, 4, 2),
	);
	my $metrics = unpack 'n', substr $table{hhea}, 34, 2;
	my @raw = unpack "(n x2)$metrics", $table{hmtx};
	$font{advance} = \@raw;
	my $long = unpack 'n', substr $table{head}, 50, 2;
	$font{loca} = [$long ? unpack 'N*', $table{loca}
	    : map { 2 * $_ } unpack 'n*', $table{loca}];
	return \%font;
}

# A number tree as a hash.
sub numbers {
	my ($self, $tree) = @_;
	my %found;
	my @todo = ($tree);
	while (defined(my $node = shift @todo)) {
		my $dict = $self->get($node);
		push @todo, $self->list($dict->{'/Kids'});
		my @nums = $self->list($dict->{'/Nums'});
		while (@nums) {
			my ($key, $value) = splice @nums, 0, 2;
			$found{$key} = $value;
		}
	}
	return \%found;
}

1;
