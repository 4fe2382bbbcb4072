# SPDX-License-Identifier: Apache-2.0
package Json;

# JSON to values of Perl, for files of megabytes that a program has just written:
# Perl's own JSON::PP goes character by character and takes five times as long.
# Numbers stay what they are, true is 1 and false is 0; what is no JSON ends the
# program.
use strict;
use warnings;

my %escape = (b => "\b", f => "\f", n => "\n", r => "\r", t => "\t",
    '"' => '"', '\\' => '\\', '/' => '/');

# One character behind a backslash, or two units of UTF-16.
sub unescape {
	my ($text) = @_;
	$text =~ s{\\(?:u([dD][89abAB]..)\\u([dD][c-fC-F]..)|u(....)|(.))}{
	    defined $1 ? chr(0x10000 + ((hex($1) & 0x3ff) << 10 |
	    hex($2) & 0x3ff)) : defined $3 ? chr hex $3 : $escape{$4}}gse;
	return $text;
}

sub value {
	my ($in) = @_;
	if ($$in =~ /\G\s*"([^"\\]*+)"\s*/gc) { return $1 }
	if ($$in =~ /\G\s*\{\s*/gc) {
		my %all;
		return \%all if $$in =~ /\G\}\s*/gc;
		do {
			$$in =~ /\G\s*"((?:[^"\\]|\\.)*+)"\s*:/gcs or broken($in);
			my $key = $1;
			$key = unescape($key) if index($key, '\\') >= 0;
			$all{$key} = value($in);
		} while ($$in =~ /\G,/gc);
		$$in =~ /\G\}\s*/gc or broken($in);
		return \%all;
	}
	if ($$in =~ /\G\s*\[\s*/gc) {
		my @all;
		return \@all if $$in =~ /\G\]\s*/gc;
		do { push @all, value($in) } while ($$in =~ /\G,/gc);
		$$in =~ /\G\]\s*/gc or broken($in);
		return \@all;
	}
	if ($$in =~ /\G\s*"((?:[^"\\]|\\.)*+)"\s*/gcs) { return unescape($1) }
	if ($$in =~ /\G\s*(-?\d[-+.eE\d]*)\s*/gc) { return $1 + 0 }
	if ($$in =~ /\G\s*(true|false|null)\s*/gc) {
		return $1 eq 'true' ? 1 : $1 eq 'false' ? 0 : undef;
	}
	broken($in);
}

sub broken {
	my ($in) = @_;
	die 'no JSON at character ', pos($$in) // 0, "\n";
}

# Of bytes in UTF-8.
sub decode {
	my ($bytes) = @_;
	utf8::decode($bytes) or die "no UTF-8\n";
	my $value = value(\$bytes);
	broken(\$bytes) if (pos($bytes) // 0) < length $bytes;
	return $value;
}

1;
